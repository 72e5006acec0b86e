import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'
import { trustedState } from './trusted.ts'

/** Somebody changed what is stored here: on the record once, until it is whole again. */
export async function recordTampering(worker: Worker): Promise<void> {
  const { tampered } = await trustedState(worker)
  const sign = tampered.join()
  if (((await readValue(worker.db, 'tamperedAs')) ?? '') === sign) return
  await record(worker, {
    facts: sign === '' ? [] : [fact(worker, 'policy.tampered', { parts: [...tampered] })],
    write: () => writeValue(worker.db, 'tamperedAs', sign),
  })
}
