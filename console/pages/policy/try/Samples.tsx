import { useState } from 'react'
import { changes } from '../../../../backtest/report.ts'
import type { Report, Sample } from '../../../../backtest/report.ts'
import { Card } from '../../../../components/ui/Card.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'
import { SampleDialog } from './SampleDialog.tsx'
import { SampleTable } from './SampleTable.tsx'

interface SamplesProps {
  readonly report: Report
  readonly policies: readonly Policy[]
  readonly people: BacktestPlan['people']
}

/** Single decisions behind the figures, drawn so that each was as likely as any other. */
export function Samples({ report, policies, people }: SamplesProps) {
  const [open, setOpen] = useState<Sample | null>(null)
  const kinds = changes.filter((change) => change !== 'different' && report.samples[change].length > 0)
  const [chosen, setChosen] = useState(kinds[0] ?? 'stricter')
  return (
    <Card title={t('try.samples')} text={t('try.samples-text')} flush>
      {kinds.length > 1 && (
        <div className="try-filter">
          <Field label={t('try.show')}>
            <Select
              value={chosen}
              onChange={(event) => setChosen(kinds.find((kind) => kind === event.target.value) ?? chosen)}
              options={kinds.map((kind) => ({ value: kind, label: t(`try.kind.${kind}`) }))}
            />
          </Field>
        </div>
      )}
      <SampleTable samples={report.samples[chosen]} policies={policies} people={people} onOpen={setOpen} />
      <SampleDialog sample={open} policies={policies} people={people} onClose={() => setOpen(null)} />
    </Card>
  )
}
