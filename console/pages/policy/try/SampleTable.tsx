import { outcomeOf } from '../../../../backtest/outcome.ts'
import type { Sample } from '../../../../backtest/report.ts'
import { DataTable } from '../../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { formatDate, t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { Decision } from '../../../../policy/decision.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'

interface SampleTableProps {
  readonly samples: readonly Sample[]
  readonly policies: readonly Policy[]
  readonly people: BacktestPlan['people']
  readonly onOpen: (sample: Sample) => void
}

export function SampleTable({ samples, policies, people, onOpen }: SampleTableProps) {
  const workflows = policies.flatMap((policy) => policy.workflows)
  const nameOf = (id: string | null) => workflows.find((workflow) => workflow.id === id)?.name
  return (
    <DataTable
      label={t('try.table', { name: t('try.samples') })}
      rows={samples}
      rowKey={({ recorded }) => recorded.event.id}
      empty={<EmptyState title={t('try.no-samples')} />}
      columns={[
        {
          key: 'what',
          header: t('try.decision'),
          cell: (sample) => {
            const { subject } = sample.recorded.event
            return (
              <button type="button" className="try-open" onClick={() => onOpen(sample)}>
                <bdi>{nameOf(subject.workflow) ?? subject.operation}</bdi>
              </button>
            )
          },
        },
        {
          key: 'at',
          header: t('try.at'),
          cell: ({ recorded }) => <span className="nowrap">{formatDate(recorded.event.at)}</span>,
        },
        {
          key: 'who',
          header: t('try.who'),
          cell: ({ recorded }) => (
            <bdi>{people.find(({ id }) => id === recorded.person)?.name ?? t('try.unknown-person')}</bdi>
          ),
        },
        { key: 'now', header: t('try.now'), cell: ({ now }) => outcomeWords(now) },
        { key: 'draft', header: t('try.draft'), cell: ({ draft }) => outcomeWords(draft) },
      ]}
    />
  )
}

export function outcomeWords(decision: Decision | null): string {
  return t(`try.outcome.${decision === null ? 'unknowable' : outcomeOf(decision)}`)
}
