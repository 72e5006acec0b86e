import { useState } from 'react'
import type { HoldView } from '../../protocol/hold.ts'
import { ActionView } from '../ui/ActionView.tsx'
import { Button } from '../ui/Button.tsx'
import { Digest } from '../ui/Digest.tsx'
import { Field } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { TextArea } from '../ui/TextArea.tsx'
import { TextInput } from '../ui/TextInput.tsx'
import { formatMinutes, t } from '../ui/words.ts'
import { Consent } from './Consent.tsx'
import { ContentBox } from './ContentBox.tsx'
import type { Task } from './open-work.ts'
import { usePanel } from './panel-context.ts'
import { suggestRollback, timeboxes } from './request-draft.ts'

export interface RequestFormProps {
  readonly view: HoldView
  readonly approvals: Extract<Task, { kind: 'approval' }>['open']
}

/** Rationale, diff, rollback plan and timebox: without any of them a request is refused (F31). */
export function RequestForm({ view, approvals }: RequestFormProps) {
  const draft = usePanel((state) => state.draft)
  const asked = usePanel((state) => state.asked)
  const draftRequest = usePanel((state) => state.draftRequest)
  const requestApproval = usePanel((state) => state.requestApproval)
  const [isTried, remember] = useState(false)

  const boxes = timeboxes(approvals)
  const minutes = draft.decideWithinMinutes ?? boxes.at(-1) ?? 120
  const rollbackPlan = draft.rollbackPlan ?? suggestRollback(view.action)
  const missing = (text: string) => isTried && text.trim() === ''

  function request() {
    remember(true)
    if (draft.rationale.trim() === '' || rollbackPlan.trim() === '') return
    requestApproval({
      rationale: draft.rationale.trim(),
      rollbackPlan: rollbackPlan.trim(),
      decideWithinMinutes: minutes,
      ticket: draft.ticket.trim(),
    })
  }

  const signers = approvals.map((approval) => approval.approvers.join(` ${t('request.or')} `)).filter(Boolean)
  return (
    <div className="request">
      {signers.length > 0 && (
        <p>{t('request.signers', { who: [...new Set(signers)].join(` ${t('request.and')} `) })}</p>
      )}
      <AskedFor view={view} />
      <Digest digest={view.digest} />
      <Field
        label={t('request.rationale')}
        hint={t('request.rationale-hint')}
        error={missing(draft.rationale) ? t('request.rationale-missing') : undefined}
        required
      >
        <TextArea
          rows={3}
          maxLength={4000}
          value={draft.rationale}
          onChange={(event) => draftRequest({ rationale: event.target.value })}
        />
      </Field>
      <Field
        label={t('request.rollback')}
        hint={t('request.rollback-hint')}
        error={missing(rollbackPlan) ? t('request.rollback-missing') : undefined}
        required
      >
        <TextArea
          rows={2}
          maxLength={4000}
          value={rollbackPlan}
          onChange={(event) => draftRequest({ rollbackPlan: event.target.value })}
        />
      </Field>
      <div className="request-pair">
        <Field label={t('request.timebox')}>
          <Select
            value={String(minutes)}
            options={boxes.map((box) => ({ value: String(box), label: formatMinutes(box) }))}
            onChange={(event) => draftRequest({ decideWithinMinutes: Number(event.target.value) })}
          />
        </Field>
        <Field label={t('request.ticket')} optional>
          <TextInput
            maxLength={300}
            value={draft.ticket}
            onChange={(event) => draftRequest({ ticket: event.target.value })}
          />
        </Field>
      </div>
      {view.connection === 'offline' && <p className="panel-soft">{t('request.offline')}</p>}
      <Consent>
        <Button
          variant="primary"
          busy={asked === 'approval'}
          disabled={view.connection === 'offline'}
          onClick={request}
        >
          {t('request.send')}
        </Button>
      </Consent>
    </div>
  )
}

/** The diff the approver will see. Content that stands above for the review is not repeated. */
function AskedFor({ view }: { readonly view: HoldView }) {
  const isReviewed = view.decision.obligations.some((obligation) => obligation.kind === 'review')
  if (isReviewed) return <p className="panel-soft">{t('request.shown-above')}</p>
  if (view.action.content.length === 0) return <ActionView action={view.action} />
  return (
    <ContentBox>
      <ActionView action={view.action} />
    </ContentBox>
  )
}
