import { Field } from '../../../../components/ui/Field.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { formatLength, formatNumber, t } from '../../../../components/ui/words.ts'
import { askedPeople, effortOf, hoursADay, stepsOf } from './effort.ts'
import type { Finished } from './use-backtest.ts'
import { countOf } from './who.ts'

interface SummaryProps {
  readonly finished: Finished
  /** What one approval takes an approver. */
  readonly minutes: number
  readonly onMinutes: (minutes: number) => void
}

/** The whole in one sentence, and the one figure of it that is not counted but taken for granted. */
export function Summary({ finished, minutes, onMinutes }: SummaryProps) {
  const { report, plan, days } = finished
  const { all } = report
  const steps = stepsOf(report)
  const effort = effortOf(plan)
  const hours = hoursADay(steps.draft - steps.now, minutes, days)
  const { medianWaitMs, decided } = plan.approvals
  return (
    <div className="try-summary">
      <p className="try-sentence">
        {t('try.sentence', {
          days,
          decisions: formatNumber(countOf(all)),
          approval: all.draft.approval,
          now: all.now.approval,
          approvers: t('try.sentence-approvers', { count: askedPeople(report, plan) }),
          hours: formatNumber(hours, { signDisplay: 'exceptZero' }),
        })}
      </p>
      <ul className="try-changes">
        <li>{t('try.stricter', { count: all.stricter })}</li>
        <li>{t('try.looser', { count: all.looser })}</li>
        {all.elsewhere > 0 && <li>{t('try.elsewhere', { count: all.elsewhere })}</li>}
        {all.unknowable > 0 && <li>{t('try.unknowable', { count: all.unknowable })}</li>}
        {report.withoutPolicy > 0 && <li>{t('try.without-policy', { count: report.withoutPolicy })}</li>}
        {report.unreadable > 0 && <li>{t('try.unreadable', { count: report.unreadable })}</li>}
        {decided > 0 && medianWaitMs !== null && (
          <li>{t('try.wait', { count: decided, wait: formatLength(medianWaitMs) })}</li>
        )}
      </ul>
      <Field
        label={t('try.minutes')}
        hint={
          effort.measured > 0
            ? t('try.minutes-measured', { minutes: effort.minutes, count: effort.measured })
            : t('try.minutes-assumed', { minutes: effort.minutes })
        }
      >
        <TextInput
          type="number"
          min={0}
          max={480}
          step={0.5}
          defaultValue={minutes}
          onChange={(event) => {
            const given = event.target.valueAsNumber
            if (given >= 0 && given <= 480) onMinutes(given)
          }}
        />
      </Field>
    </div>
  )
}
