import { useId, useState } from 'react'
import type { HoldView } from '../../protocol/hold.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { TextArea } from '../ui/TextArea.tsx'
import { t } from '../ui/words.ts'
import { Consent } from './Consent.tsx'
import type { Task } from './open-work.ts'
import { usePanel } from './panel-context.ts'
import { RememberChoice } from './RememberChoice.tsx'

const longestRadioList = 6

interface OverrideTaskProps {
  readonly view: HoldView
  readonly task: Extract<Task, { kind: 'override-reason' }>
}

/** A reason from the policy's own list; "other" and the like need words as well (F16). */
export function OverrideTask({ view, task }: OverrideTaskProps) {
  const { rule, choices } = task
  const reason = usePanel((state) => state.reasons[rule])
  const asked = usePanel((state) => state.asked)
  const draftReason = usePanel((state) => state.draftReason)
  const giveReason = usePanel((state) => state.giveReason)
  const [isTried, remember] = useState(false)
  const group = useId()
  if (task.done) return <p>{t('override.given', { reason: task.given ?? '' })}</p>

  const code = reason?.code ?? ''
  const needsText = choices.find((choice) => choice.code === code)?.needsText ?? false
  const missingCode = isTried && code === ''
  const missingText = isTried && needsText && (reason?.text.trim() ?? '') === ''

  function give() {
    remember(true)
    if (code === '' || (needsText && (reason?.text.trim() ?? '') === '')) return
    giveReason(rule)
  }

  return (
    <>
      {choices.length <= longestRadioList ? (
        <fieldset className="choices" aria-describedby={missingCode ? `${group}-error` : undefined}>
          <legend>{t('override.legend')}</legend>
          {choices.map((choice) => (
            <label key={choice.code} className="choice">
              <input
                type="radio"
                name={group}
                value={choice.code}
                checked={code === choice.code}
                onChange={() => draftReason(rule, { code: choice.code })}
              />
              {choice.label}
            </label>
          ))}
          {missingCode && (
            <p className="ui-field-error" id={`${group}-error`} role="alert">
              {t('override.missing')}
            </p>
          )}
        </fieldset>
      ) : (
        <Field label={t('override.legend')} error={missingCode ? t('override.missing') : undefined} required>
          <Select
            placeholder
            value={code}
            options={choices.map((choice) => ({ value: choice.code, label: choice.label }))}
            onChange={(event) => draftReason(rule, { code: event.target.value })}
          />
        </Field>
      )}
      {code !== '' && (
        <Field
          label={t('override.text')}
          optional={!needsText}
          required={needsText}
          error={missingText ? t('override.text-missing') : undefined}
        >
          <TextArea
            rows={2}
            maxLength={2000}
            value={reason?.text ?? ''}
            onChange={(event) => draftReason(rule, { text: event.target.value })}
          />
        </Field>
      )}
      {code !== '' && <RememberChoice view={view} rule={rule} />}
      <Consent>
        <Button variant="primary" busy={asked === `override:${rule}`} onClick={give}>
          {t('override.give')}
        </Button>
      </Consent>
    </>
  )
}
