import type { Report, RuleCounts, Spoken } from '../../../../backtest/report.ts'
import { DataTable } from '../../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { formatNumber, t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import { Change } from './Change.tsx'
import { ruleName } from './rule-name.ts'

interface RuleTableProps {
  readonly report: Report
  /** The draft first. */
  readonly policies: readonly Policy[]
}
type Row = readonly [rule: string, counts: RuleCounts]

const words = ['blocked', 'approval', 'step', 'tip', 'watched'] as const

/** What each rule made of the decisions, the ones that change first. */
export function RuleTable({ report, policies }: RuleTableProps) {
  const rows = [...report.rules].toSorted(([, left], [, right]) => weightOf(right) - weightOf(left))
  return (
    <DataTable<Row>
      label={t('try.table', { name: t('try.rules') })}
      rows={rows}
      rowKey={([rule]) => rule}
      empty={<EmptyState title={t('try.no-rules')} />}
      columns={[
        { key: 'rule', header: t('try.rule'), cell: ([rule]) => <bdi>{ruleName(rule, policies)}</bdi> },
        ...words.map((word) => ({
          key: word,
          header: t(`try.spoken.${word}`),
          align: 'end' as const,
          cell: ([, { now, draft }]: Row) => <Change now={now[word]} draft={draft[word]} />,
        })),
        {
          key: 'unknowable',
          header: t('try.outcome.unknowable'),
          align: 'end',
          cell: ([, { unknowable }]) => (unknowable === 0 ? '–' : formatNumber(unknowable)),
        },
      ]}
    />
  )
}

function weightOf({ now, draft, unknowable }: RuleCounts): number {
  const sum = (spoken: Spoken) => Object.values(spoken).reduce((all, count) => all + count, 0)
  const changed = words.reduce((all, word) => all + Math.abs(now[word] - draft[word]), 0)
  return (changed + unknowable) * 1e9 + sum(draft)
}
