import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { DataTable } from '../../../../components/ui/DataTable.tsx'
import { formatNumber, t } from '../../../../components/ui/words.ts'
import { Change } from './Change.tsx'
import { countOf } from './who.ts'
import type { WhoRow } from './who.ts'

const shownAtOnce = 10

/** Groups or people, and what they would meet. */
export function WhoTable({ label, rows }: { readonly label: string; readonly rows: readonly WhoRow[] }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? rows : rows.slice(0, shownAtOnce)
  const change = (outcome: 'blocked' | 'approval' | 'step' | 'tip') => ({
    key: outcome,
    header: t(`try.spoken.${outcome}`),
    align: 'end' as const,
    cell: ({ compared }: WhoRow) => <Change now={compared.now[outcome]} draft={compared.draft[outcome]} />,
  })
  const figure = (key: 'stricter' | 'looser' | 'unknowable') => ({
    key,
    header: t(`try.column.${key}`),
    align: 'end' as const,
    cell: ({ compared }: WhoRow) => (compared[key] === 0 ? '–' : formatNumber(compared[key])),
  })
  return (
    <>
      <DataTable
        label={t('try.table', { name: label })}
        rows={shown}
        rowKey={({ key }) => key}
        empty={null}
        columns={[
          { key: 'who', header: t('try.who'), cell: ({ name }) => <bdi>{name}</bdi> },
          {
            key: 'all',
            header: t('try.decisions'),
            align: 'end',
            cell: ({ compared }) => formatNumber(countOf(compared)),
          },
          ...(['blocked', 'approval', 'step', 'tip'] as const).map(change),
          ...(['stricter', 'looser', 'unknowable'] as const).map(figure),
        ]}
      />
      {rows.length > shown.length && (
        <p className="try-more">
          <Button size="small" onClick={() => setWhole(true)}>
            {t('try.show-all', { count: rows.length })}
          </Button>
        </p>
      )}
    </>
  )
}
