import type { Role } from '../../../protocol/http/session.ts'
import type { Device, DeviceList, DeviceQuery, Person } from '../../../protocol/http/devices.ts'
import { announce } from '../../database/store.ts'
import type { Store } from '../../database/store.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { revokeCredentials } from '../identity/credential-store.ts'
import { revocationNotice } from '../stream/notice.ts'
import { coverageOf } from './coverage.ts'
import { readFleet } from './fleet-view.ts'

const mostListed = 1000
const mostExported = 50_000

/** The devices asked for, and the whole fleet in numbers beside them. */
export async function listDevices(store: Store, tenant: string, query: DeviceQuery): Promise<DeviceList> {
  return store.transact({ tenant }, async (tx, now) => {
    const { devices, current } = await readFleet(tx, tenant, now)
    const { only } = query
    const asked = devices.filter(({ flags, revokedAt }) =>
      only === undefined ? true : only === 'revoked' ? revokedAt !== null : flags.includes(only),
    )
    return {
      items: asked.slice(0, query.all === '1' ? mostExported : mostListed),
      total: asked.length,
      coverage: coverageOf(devices, current, now),
    }
  })
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
    const { devices } = await readFleet(tx, tenant, now, id)
    return devices[0] ?? null
  })
}
