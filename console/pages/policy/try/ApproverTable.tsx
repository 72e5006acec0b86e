import type { ApproverCounts, Report } from '../../../../backtest/report.ts'
import { DataTable } from '../../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { formatNumber, t } from '../../../../components/ui/words.ts'
import { Change } from './Change.tsx'

interface ApproverTableProps {
  readonly report: Report
  readonly minutes: number
}

/** Whom requests are sent to, and the work that is added there. */
export function ApproverTable({ report, minutes }: ApproverTableProps) {
  const rows = [...report.approvers.values()].toSorted((left, right) => right.draft - left.draft)
  const nameOf = ({ approvers }: ApproverCounts) => approvers.join(` ${t('try.or')} `) || t('try.nobody')
  return (
    <DataTable
      label={t('try.table', { name: t('try.approvers') })}
      rows={rows}
      rowKey={({ approvers }) => approvers.join('\n')}
      empty={<EmptyState title={t('try.no-approvers')} />}
      columns={[
        { key: 'who', header: t('try.approver'), cell: (row) => <bdi>{nameOf(row)}</bdi> },
        {
          key: 'requests',
          header: t('try.requests'),
          align: 'end',
          cell: ({ now, draft }) => <Change now={now} draft={draft} />,
        },
        {
          key: 'hours',
          header: t('try.added-hours'),
          align: 'end',
          cell: ({ now, draft }) =>
            formatNumber(Math.round(((draft - now) * minutes) / 6) / 10, { signDisplay: 'exceptZero' }),
        },
      ]}
    />
  )
}
