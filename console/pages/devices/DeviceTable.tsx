import type { ReactNode } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import { browserName } from '../../../protocol/browser-name.ts'
import type { Device, FleetFlag } from '../../../protocol/http/devices.ts'

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
              <bdi title={device.browser}>{browserName(device.browser)}</bdi>
              <span className="device-faint">
                {t('devices.extension', { version: device.extensionVersion })}
              </span>
              {device.byFleetToken && <span className="device-faint">{t('devices.by-token')}</span>}
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
            device.bundleVersion === null ? (
              '–'
            ) : (
              <span className="device-person">
                {t('version.number', { version: device.bundleVersion })}
                {device.policyIssuedAt && (
                  <time
                    className="device-faint nowrap"
                    dateTime={device.policyIssuedAt}
                    title={formatDate(device.policyIssuedAt)}
                  >
                    {formatRelative(device.policyIssuedAt)}
                  </time>
                )}
              </span>
            ),
        },
        {
          key: 'state',
          header: t('devices.state'),
          cell: (device) =>
            device.revokedAt ? (
              <StateBadge state={t('devices.revoked')} tone="danger" />
            ) : (
              <span className="device-state">
                <Flags device={device} />
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

/** What is not as it should be, each with what it is in particular; nothing of it is one word. */
function Flags({ device }: { readonly device: Device }) {
  if (device.flags.length === 0) return <StateBadge state={t('devices.active')} tone="ok" />
  const details = device.flags.map((flag) => detailOf(device, flag)).filter(Boolean)
  return (
    <span className="device-person">
      <span className="fleet-flags">
        {device.flags.map((flag) => (
          <StateBadge key={flag} state={t(`fleet.${flag}`)} tone={flag === 'unmanaged' ? 'plain' : 'warn'} />
        ))}
      </span>
      {details.length > 0 && <bdi className="device-faint fleet-detail">{details.join(' · ')}</bdi>}
    </span>
  )
}

function detailOf({ report, missingHosts, degraded, skewMs }: Device, flag: FleetFlag): string {
  switch (flag) {
    case 'hosts':
      return missingHosts.join(', ')
    case 'degraded':
      return degraded.map(({ site, surface }) => `${site} / ${surface}`).join(', ')
    case 'misconfigured':
      return report?.managedProblems?.join(', ') ?? ''
    case 'problem':
      return report?.problem ?? ''
    case 'clock':
      return t((skewMs ?? 0) > 0 ? 'fleet.clock-ahead' : 'fleet.clock-behind', {
        minutes: Math.round(Math.abs(skewMs ?? 0) / 60_000),
      })
    case 'behind':
    case 'outdated':
    case 'silent':
    case 'unmanaged':
    case 'unsent':
      return ''
  }
  return flag satisfies never
}
