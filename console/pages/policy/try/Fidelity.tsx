import { useState } from 'react'
import type { Report, Sample } from '../../../../backtest/report.ts'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { formatNumber, t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'
import { SampleDialog } from './SampleDialog.tsx'
import { SampleTable } from './SampleTable.tsx'
import { missingWords } from './rule-name.ts'

interface FidelityProps {
  readonly report: Report
  readonly policies: readonly Policy[]
  readonly people: BacktestPlan['people']
}

/** Whether the record can be trusted for this: every decision made again by the policy that made it. */
export function Fidelity({ report, policies, people }: FidelityProps) {
  const [open, setOpen] = useState<Sample | null>(null)
  const { reproduced, different, unknowable } = report.fidelity
  const checked = reproduced + different
  const missing = [...report.missing].toSorted(([, left], [, right]) => right - left)
  return (
    <>
      {different > 0 ? (
        <Notice kind="warn" title={t('try.different', { count: different, checked: formatNumber(checked) })}>
          <p>{t('try.different-text')}</p>
          <SampleTable
            samples={report.samples.different}
            policies={policies}
            people={people}
            onOpen={setOpen}
          />
        </Notice>
      ) : (
        <Notice kind={checked > 0 ? 'ok' : 'info'} title={t('try.reproduced', { count: checked })}>
          {unknowable > 0 && t('try.unchecked', { count: unknowable })}
        </Notice>
      )}
      {missing.length > 0 && (
        <Notice kind="info" title={t('try.missing', { count: report.all.unknowable })}>
          <ul className="try-changes">
            {missing.map(([name, count]) => (
              <li key={name}>
                {missingWords(name, policies)} {t('try.times', { count })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <SampleDialog sample={open} policies={policies} people={people} onClose={() => setOpen(null)} />
    </>
  )
}
