import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import { useResource } from '../../use-resource.ts'

export function PolicyVersions({ current }: { readonly current: number }) {
  const versions = useResource(`versions ${current}`, () => client.policyVersions())
  return (
    <Card flush>
      <Loaded of={versions}>
        {({ items }) => (
          <DataTable
            label={t('policy.view.versions')}
            rows={items}
            rowKey={(row) => String(row.version)}
            empty={<EmptyState title={t('policy.no-versions')} />}
            columns={[
              {
                key: 'version',
                header: t('version.fact.version'),
                cell: (row) => (
                  <span className="version-cell">
                    <Link to={`/policy/${row.version}`}>{t('version.number', { version: row.version })}</Link>
                    {row.version === current && <StateBadge state={t('version.current')} tone="ok" />}
                  </span>
                ),
              },
              {
                key: 'issued',
                header: t('version.fact.issued'),
                cell: (row) => <span className="nowrap">{formatDate(row.issuedAt)}</span>,
              },
              {
                key: 'by',
                header: t('version.fact.by'),
                cell: (row) => <bdi>{row.issuedBy?.name ?? t('version.starter')}</bdi>,
              },
              { key: 'note', header: t('version.fact.note'), cell: (row) => <bdi>{row.note}</bdi> },
              {
                key: 'digest',
                header: t('version.fact.digest'),
                cell: (row) => <code title={row.digest}>{row.digest.slice(0, 12)}</code>,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
