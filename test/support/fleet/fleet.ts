import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pinnedRoot } from '../../../policy/trust/root-chain.ts'
import type { DeviceKey } from '../../../protocol/http/proof.ts'
import { trustSchema } from '../../../protocol/http/trust.ts'
import { openPglite } from '../../../server/database/open-pglite.ts'
import { newSecret } from '../../../server/features/identity/credential-store.ts'
import { hashOf } from '../../../server/http/principal.ts'
import type { ServerProcess } from '../server-process.ts'
import { createDeviceKey, fetchAs } from '../device-key.ts'
import type { Told } from './fleet-client.ts'
import type { Order } from './fleet-process.ts'

export type Fleet = Awaited<ReturnType<typeof startFleet>>

/** A server that runs, and so many browsers in a process of their own, each enrolled and connected. */
export async function startFleet(server: ServerProcess, size: number) {
  const child = fork(join(import.meta.dirname, 'fleet-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ publicKey }] = (await once(child, 'message')) as [{ publicKey: DeviceKey }]
  const { device, token, root } = await enrolOne(server, publicKey)
  const tokens = [token, ...Array.from({ length: size - 1 }, () => newSecret())]
  await server.stop()
  await addDevices(server.folder, device, tokens.slice(1))
  await server.start()

  const told: Told[] = []
  child.on('message', (message: { kind: string; told?: Told[] }) => {
    if (message.kind === 'told') for (const one of message.told ?? []) told.push(one)
  })
  const order = (given: Order) => child.send(given)
  order({
    ...{ kind: 'begin', url: server.url, root, tokens, sites: ['practice', 'tryton'] },
    ...{ thoroughEvery: Math.max(1, Math.floor(size / 200)), abreast: 50 },
  })
  return {
    size,
    /** Everything that happened since the last call of `forget`. */
    told,
    forget: () => void told.splice(0),
    count: (kind: Told['kind']) => told.filter((one) => one.kind === kind).length,
    async end(): Promise<void> {
      const gone = once(child, 'exit')
      order({ kind: 'end' })
      await gone
    },
  }
}

async function enrolOne(server: ServerProcess, publicKey: DeviceKey) {
  const device = crypto.randomUUID()
  const { enrolmentCode } = server.development
  const enrol = async (held: DeviceKey): Promise<string> => {
    const answer = await fetch(`${server.url}/v1/enrolments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ code: enrolmentCode, device, publicKey: held, browser: 'Chromium', extensionVersion: '1' },
      }),
    })
    return ((await answer.json()) as { token: string }).token
  }
  // The root is asked for with a key of this process; then the device gets the one the fleet holds.
  const key = await createDeviceKey()
  const own = { key, token: await enrol(key.publicKey) }
  const asked = await fetchAs(own, `${server.url}/v1/trust?root=0`)
  const [envelope] = trustSchema.parse(await asked.json()).roots
  const read = envelope && (await pinnedRoot(envelope, enrolmentCode.split('.')[1] ?? ''))
  if (!read?.ok) throw new Error('no root')
  return { device, token: await enrol(publicKey), root: read.trusted.root }
}

/** As enrolment would have stored them, without waiting ten thousand times for the disk. */
async function addDevices(folder: string, like: string, tokens: readonly string[]): Promise<void> {
  const opened = await openPglite(folder)
  if (!opened.ok) throw new Error(opened.reason)
  const rows = tokens.map((token) => ({ id: crypto.randomUUID(), hash: hashOf(token) }))
  await sql`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, hash text)),
    made as (
      insert into devices (tenant, id, person, public_key, browser, extension_version, enrolled_at)
      select tenant, given.id, person, public_key, browser, extension_version, enrolled_at
      from devices cross join given where devices.id = ${like}::uuid returning tenant, id, person
    )
    insert into credentials (tenant, hash, kind, person, device, label, reusable, created_at)
    select made.tenant, given.hash, 'device', made.person, made.id, 'fleet', false, now()
    from made join given on given.id = made.id`.execute(opened.store.kysely)
  await opened.store.close()
}
