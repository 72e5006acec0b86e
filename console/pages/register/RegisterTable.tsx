import type { ReactNode } from 'react'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { Icon } from '../../../components/ui/Icon.tsx'
import { TierBadge } from '../../../components/ui/TierBadge.tsx'
import { t } from '../../../components/ui/words.ts'
import type { RegisterEntry } from '../../../protocol/http/register.ts'

interface RegisterTableProps {
  readonly entries: readonly RegisterEntry[]
  readonly empty: ReactNode
}

export function RegisterTable({ entries, empty }: RegisterTableProps) {
  return (
    <DataTable
      label={t('nav.register')}
      rows={entries}
      rowKey={(entry) => entry.id}
      empty={empty}
      columns={[
        {
          key: 'name',
          header: t('register.workflow'),
          cell: (entry) => (
            <span className="register-name">
              <bdi>{entry.name}</bdi>
            </span>
          ),
        },
        { key: 'tier', header: t('tier.label'), cell: (entry) => <TierBadge tier={entry.tier} /> },
        { key: 'surfaces', header: t('register.surfaces'), cell: (entry) => <Surfaces entry={entry} /> },
        { key: 'category', header: t('register.category'), cell: (entry) => t(`category.${entry.category}`) },
        { key: 'owner', header: t('register.owner'), cell: (entry) => <bdi>{entry.owner}</bdi> },
        {
          key: 'approvers',
          header: t('register.approvers'),
          cell: (entry) => <Lines of={entry.approvers} />,
        },
        { key: 'logs', header: t('register.logs'), cell: (entry) => <Lines of={entry.logs} /> },
        { key: 'kpis', header: t('register.kpis'), cell: (entry) => <Lines of={entry.kpis} /> },
        {
          key: 'risk',
          header: t('register.risk'),
          cell: (entry) => <Lines of={entry.dataRisk.map((risk) => t(`risk.${risk}`))} />,
        },
      ]}
    />
  )
}

function Lines({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return <span className="register-blank">{t('register.blank')}</span>
  return (
    <ul className="register-lines">
      {of.map((line) => (
        <li key={line}>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  )
}

function Surfaces({ entry }: { readonly entry: RegisterEntry }) {
  const missing = entry.surfaces.filter((ref) => !entry.bound.some((surface) => surface.ref === ref))
  if (entry.bound.length === 0) {
    return (
      <span className="register-unbound">
        <Icon name="warning" />
        <span>
          {t('register.nothing')}
          {missing.length > 0 && (
            <span className="register-blank"> {t('register.missing', { surfaces: missing.join(', ') })}</span>
          )}
        </span>
      </span>
    )
  }
  return (
    <>
      <span className="register-places">{t('register.places', { count: entry.bound.length })}</span>
      <ul className="register-lines register-surfaces">
        {entry.bound.map((surface) => (
          <li key={surface.ref} title={t(`backstop.${surface.backstop}`)}>
            <bdi>{surface.name}</bdi> <span className="register-blank">{surface.site}</span>
          </li>
        ))}
        {missing.map((ref) => (
          <li key={ref} className="register-blank">
            {t('register.not-found', { surface: ref })}
          </li>
        ))}
      </ul>
    </>
  )
}
