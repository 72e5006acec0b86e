import type { Transaction } from 'kysely'
import type { Role } from '../../../protocol/http/session.ts'
import type { Device, Person } from '../../../protocol/http/devices.ts'
import { announce } from '../../database/store.ts'
import type { Store } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { revokeCredentials } from '../identity/credential-store.ts'
import { revocationNotice } from '../stream/notice.ts'

export async function listDevices(store: Store, tenant: string): Promise<Device[]> {
  return store.transact({ tenant }, async (tx) =>
    (await devicesOf(tx, tenant).limit(1000).execute()).map(deviceView),
  )
}

export async function listPeople(store: Store, tenant: string): Promise<Person[]> {
  return store.transact({ tenant }, async (tx) => {
    const rows = await tx
      .selectFrom('persons')
      .selectAll()
      .where('tenant', '=', tenant)
      .orderBy('name')
      .limit(1000)
      .execute()
    return rows.map(({ id, name, email, roles }) => ({ id, name, email, roles: roles as Role[] }))
  })
}

/** null when there is no such device. Its open streams end with the announcement. */
export async function revokeDevice(parts: Parts, admin: PersonPrincipal, id: string): Promise<Device | null> {
  const { tenant } = admin
  return parts.store.transact({ tenant }, async (tx, now) => {
    const revoked = await tx
      .updateTable('devices')
      .set({ revoked_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (revoked !== undefined) {
      const hashes = await revokeCredentials(tx, { tenant, device: id }, now)
      await announce(tx, revocationNotice(tenant, hashes))
      await recordServerEvent(
        { tx, now, newId: parts.newId },
        {
          ...{ tenant, type: 'device.revoked', person: admin.person.id, detail: { device: id } },
        },
      )
    }
    const device = await devicesOf(tx, tenant).where('device.id', '=', id).executeTakeFirst()
    return device === undefined ? null : deviceView(device)
  })
}

function devicesOf(tx: Transaction<Tables>, tenant: string) {
  return tx
    .selectFrom('devices as device')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'device.tenant').onRef('person.id', '=', 'device.person'),
    )
    .selectAll('device')
    .select(['person.name', 'person.email'])
    .where('device.tenant', '=', tenant)
    .orderBy('device.enrolled_at', 'desc')
}

type DeviceRow = Awaited<ReturnType<ReturnType<typeof devicesOf>['execute']>>[number]

function deviceView(row: DeviceRow): Device {
  return {
    id: row.id,
    person: { id: row.person, name: row.name, email: row.email },
    browser: row.browser,
    extensionVersion: row.extension_version,
    enrolledAt: row.enrolled_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    bundleVersion: row.bundle_version,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    missingHosts: row.missing_hosts,
  }
}
