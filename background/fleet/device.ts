import type { DeviceKey } from '../../protocol/http/proof.ts'
import { readValue, writeValue } from '../db/values.ts'
import type { Values } from '../db/rows.ts'
import type { Worker } from '../worker.ts'

/** This installation's id and key. The key cannot leave the browser; the stream is opened with it. */
export async function ensureDevice(worker: Worker): Promise<Values['device']> {
  return (await readValue(worker.db, 'device')) ?? worker.turns('device', () => makeDevice(worker))
}

/** What others may know of the key: its point, without what this browser may do with it. */
export function publicPart({ x = '', y = '' }: JsonWebKey): DeviceKey {
  return { kty: 'EC', crv: 'P-256', x, y }
}

async function makeDevice(worker: Worker): Promise<Values['device']> {
  const { db, environment } = worker
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const device: Values['device'] = {
    id: environment.newId(),
    privateKey: pair.privateKey,
    publicKey: await crypto.subtle.exportKey('jwk', pair.publicKey),
    createdAt: environment.now(),
  }
  return db.transaction('rw', db.values, async () => {
    const first = await readValue(db, 'device')
    if (first) return first
    await writeValue(db, 'device', device)
    return device
  })
}
