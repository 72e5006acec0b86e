import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'
import { packsInForce } from './slices.ts'

/** A malformed pack disabled itself; that goes on the record once per trouble, not at every start. */
export async function recordBadPacks(worker: Worker): Promise<void> {
  const { bad } = packsInForce(worker)
  const sign = JSON.stringify(bad)
  if (bad.length === 0 || (await readValue(worker.db, 'badPacks')) === sign) return
  await record(worker, {
    facts: bad.map(({ id, detail }) => fact(worker, 'pack.rejected', { pack: id, detail })),
    write: () => writeValue(worker.db, 'badPacks', sign),
  })
}

/** The bundle disabled a pack that this extension has: from now on it governs nothing here. Once per change, as above. */
export async function recordDisabledPacks(worker: Worker): Promise<void> {
  const { disabled } = packsInForce(worker)
  const known = new Set(JSON.parse((await readValue(worker.db, 'disabledPacks')) ?? '[]') as string[])
  const sign = JSON.stringify(disabled)
  if (disabled.length === known.size && disabled.every((id) => known.has(id))) return
  const version = worker.active?.bundle.version ?? null
  await record(worker, {
    facts: disabled
      .filter((id) => !known.has(id))
      .map((pack) => fact(worker, 'pack.suspended', { pack }, version)),
    write: () => writeValue(worker.db, 'disabledPacks', sign),
  })
}
