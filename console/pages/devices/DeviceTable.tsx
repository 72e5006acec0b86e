import type { ReactNode } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import type { Device } from '../../../protocol/http/devices.ts'

interface DeviceTableProps {
  readonly devices: readonly Device[]
  readonly onRevoke: (device: Device) => void
  readonly empty: ReactNode
}

export function DeviceTable({ devices, onRevoke, empty }: DeviceTableProps) {
  return (
    <DataTable
      label={t('nav.devices')}
      rows={devices}
      rowKey={(device) => device.id}
      empty={empty}
      columns={[
        {
          key: 'person',
          header: t('devices.person'),
          cell: (device) => (
            <span className="device-person">
              <bdi>{device.person.name}</bdi>
              <bdi className="device-faint">{device.person.email}</bdi>
            </span>
          ),
        },
        {
          key: 'browser',
          header: t('devices.browser'),
          cell: (device) => (
            <span className="device-person device-browser">
              <bdi>{device.browser}</bdi>
              <span className="device-faint">
                {t('devices.extension', { version: device.extensionVersion })}
              </span>
            </span>
          ),
        },
        {
          key: 'enrolled',
          header: t('devices.enrolled'),
          cell: (device) => <span className="nowrap">{formatDate(device.enrolledAt)}</span>,
        },
        {
          key: 'seen',
          header: t('devices.seen'),
          cell: (device) =>
            device.lastSeenAt ? (
              <time className="nowrap" dateTime={device.lastSeenAt} title={formatDate(device.lastSeenAt)}>
                {formatRelative(device.lastSeenAt)}
              </time>
            ) : (
              t('devices.never')
            ),
        },
        {
          key: 'policy',
          header: t('devices.policy'),
          cell: (device) =>
            device.bundleVersion === null ? '–' : t('version.number', { version: device.bundleVersion }),
        },
        {
          key: 'state',
          header: t('devices.state'),
          cell: (device) =>
            device.revokedAt ? (
              <StateBadge state={t('devices.revoked')} tone="danger" />
            ) : (
              <span className="device-state">
                <StateBadge state={t('devices.active')} tone="ok" />
                <Button size="small" variant="quiet" onClick={() => onRevoke(device)}>
                  {t('devices.revoke')}
                  <span className="ui-hidden"> {t('devices.of', { name: device.person.name })}</span>
                </Button>
              </span>
            ),
        },
      ]}
    />
  )
}
