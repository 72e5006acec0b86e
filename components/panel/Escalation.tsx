import { useEffect, useRef } from 'react'
import type { Escalation as Escalated } from '../../protocol/escalation.ts'
import { escalationReasons } from '../../protocol/escalation.ts'
import type { HoldView } from '../../protocol/hold.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { FlaggedText } from '../ui/FlaggedText.tsx'
import { Notice } from '../ui/Notice.tsx'
import { TextArea } from '../ui/TextArea.tsx'
import { formatRelative, t } from '../ui/words.ts'
import './escalation.css'
import { usePanel } from './panel-context.ts'

/** What a human said, that one has it, or the reasons to hand it over: one press on a reason sends it. */
export function Escalation({ view }: { readonly view: HoldView }) {
  const escalating = usePanel((state) => state.escalating)
  const { escalation } = view
  return (
    <>
      {escalation && <EscalationState escalation={escalation} />}
      {escalating && <EscalationForm />}
    </>
  )
}

function EscalationState({ escalation }: { readonly escalation: Escalated }) {
  const { answer, to, at } = escalation
  if (answer === null) {
    return (
      <Notice kind="info" title={t('escalate.waiting')}>
        {to.length > 0
          ? t('escalate.waiting-for', { to: to.join(', '), at: formatRelative(at) })
          : t('escalate.waiting-anyone', { at: formatRelative(at) })}
      </Notice>
    )
  }
  return (
    <Notice kind="ok" title={t('escalate.answered', { name: answer.by })}>
      <FlaggedText text={answer.note} />
    </Notice>
  )
}

function EscalationForm() {
  const text = usePanel((state) => state.escalationText)
  const asked = usePanel((state) => state.asked)
  const draftEscalation = usePanel((state) => state.draftEscalation)
  const escalate = usePanel((state) => state.escalate)
  const form = useRef<HTMLElement>(null)
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest' })
    form.current?.querySelector('button')?.focus()
  }, [])
  return (
    <section className="escalation" aria-labelledby="escalation-title" ref={form}>
      <h2 id="escalation-title">{t('escalate.title')}</h2>
      <p className="panel-soft">{t('escalate.hint')}</p>
      <div className="escalation-reasons">
        {escalationReasons.map((reason) => (
          <Button
            key={reason}
            size="small"
            busy={asked === `escalation:${reason}`}
            disabled={reason === 'OTHER' && text.trim() === ''}
            onClick={() => escalate(reason)}
          >
            {t(`escalate.${reason}`)}
          </Button>
        ))}
      </div>
      <Field label={t('escalate.label')} hint={t('escalate.text-hint')}>
        <TextArea
          rows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => draftEscalation(event.target.value)}
        />
      </Field>
    </section>
  )
}
