import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import type { DeviceWithoutHosts } from '../../../protocol/http/packs.ts'
import { Hosts } from './SiteListPage.tsx'

/** Who has not allowed a host yet: nothing is governed there until they do. */
export function DevicesWithout({ devices }: { readonly devices: readonly DeviceWithoutHosts[] }) {
  if (devices.length === 0) return null
  return (
    <Card title={t('sites.devices.title', { count: devices.length })} text={t('sites.devices.text')} flush>
      <DataTable
        label={t('sites.devices.label')}
        rows={devices}
        rowKey={({ device }) => device}
        empty={null}
        columns={[
          {
            key: 'person',
            header: t('devices.person'),
            cell: ({ person }) => (
              <span className="site-name">
                <bdi>{person.name}</bdi>
                <bdi className="site-faint">{person.email}</bdi>
              </span>
            ),
          },
          { key: 'hosts', header: t('sites.devices.missing'), cell: ({ hosts }) => <Hosts hosts={hosts} /> },
          {
            key: 'seen',
            header: t('devices.seen'),
            cell: ({ lastSeenAt }) =>
              lastSeenAt === null ? (
                t('devices.never')
              ) : (
                <time className="nowrap" dateTime={lastSeenAt} title={formatDate(lastSeenAt)}>
                  {formatRelative(lastSeenAt)}
                </time>
              ),
          },
        ]}
      />
    </Card>
  )
}
