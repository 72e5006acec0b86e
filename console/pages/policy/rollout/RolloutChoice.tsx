import { useId } from 'react'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { RolloutPlan } from '../../../../protocol/http/rollouts.ts'

/** What was typed; null = everybody at once. */
export interface PlanText {
  readonly group: string
  readonly shares: string
  readonly hours: string
}
export const firstPlan: PlanText = { group: '', shares: '5, 25', hours: '24' }
const pauses = ['', '1', '4', '24', '72'] as const

/** null where it cannot be read: shares must grow, from 1 to 99. */
export function readPlan({ group, shares, hours }: PlanText): RolloutPlan | null {
  const numbers = shares
    .split(/[\s,;%]+/)
    .filter(Boolean)
    .map(Number)
  const grows = numbers.every((share, index) => share > (numbers[index - 1] ?? 0) && share < 100)
  const whole = numbers.every((share) => Number.isInteger(share) && share > 0)
  if (!grows || !whole || numbers.length > 8 || (numbers.length === 0 && group.trim() === '')) return null
  return { group: group.trim() || null, shares: numbers, hours: hours === '' ? null : Number(hours) }
}

interface RolloutChoiceProps {
  readonly plan: PlanText | null
  readonly onChange: (plan: PlanText | null) => void
}

/** Everybody at once, or ring by ring. */
export function RolloutChoice({ plan, onChange }: RolloutChoiceProps) {
  const name = useId()
  const isWrong = plan !== null && readPlan(plan) === null
  return (
    <fieldset className="rollout-choice">
      <legend>{t('rollout.choice')}</legend>
      {(['at-once', 'rings'] as const).map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            checked={(plan === null) === (each === 'at-once')}
            onChange={() => onChange(each === 'at-once' ? null : firstPlan)}
          />
          <span>{t(`rollout.choice.${each}`)}</span>
        </label>
      ))}
      {plan !== null && (
        <div className="rollout-plan">
          <Field label={t('rollout.plan.group')} hint={t('rollout.plan.group-hint')} optional>
            <TextInput
              maxLength={200}
              value={plan.group}
              onChange={(event) => onChange({ ...plan, group: event.target.value })}
            />
          </Field>
          <Field
            label={t('rollout.plan.shares')}
            hint={t('rollout.plan.shares-hint')}
            error={isWrong ? t('rollout.plan.wrong') : undefined}
          >
            <TextInput
              value={plan.shares}
              onChange={(event) => onChange({ ...plan, shares: event.target.value })}
            />
          </Field>
          <Field label={t('rollout.plan.hours')}>
            <Select
              value={plan.hours}
              options={pauses.map((hours) => ({
                value: hours,
                label: t(hours === '' ? 'rollout.plan.by-hand' : `rollout.plan.hours.${hours}`),
              }))}
              onChange={(event) => onChange({ ...plan, hours: event.target.value })}
            />
          </Field>
        </div>
      )}
    </fieldset>
  )
}
