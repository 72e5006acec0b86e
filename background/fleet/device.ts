import { readValue, writeValue } from '../db/values.ts'
import type { Values } from '../db/rows.ts'
import type { Worker } from '../worker.ts'

/** This installation's id and key. The key cannot leave the browser; it is kept for proof of possession. */
export async function ensureDevice(worker: Worker): Promise<Values['device']> {
  return (await readValue(worker.db, 'device')) ?? worker.turns('device', () => makeDevice(worker))
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
