import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import type { ManagedConfiguration } from '../../protocol/managed.ts'
import { readValue, writeValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'
import { checkManaged } from './check-managed.ts'

/** What is in force, from the database: the browser takes three seconds after its start to say what it says now. */
export async function managedConfiguration(worker: Worker): Promise<ManagedConfiguration | null> {
  return (await readValue(worker.db, 'managed'))?.inForce ?? null
}

/**
 * Reads what the administrator's policy says now. True when that is something else than before. A wrong configuration is
 * shown and leaves the last good one in force. Nothing at all is believed only once things have settled: a browser that
 * has just installed us says nothing for two seconds, and a worker that starts cannot know.
 */
export async function takeManaged(worker: Worker, isSettled: boolean): Promise<boolean> {
  const { db, environment } = worker
  const given = await readManaged(worker)
  const isNothing = Object.keys(given).length === 0
  const asRead = isNothing ? '' : canonical(given as Json).slice(0, 20_001)
  return db.transaction('rw', db.values, async () => {
    const known = await readValue(db, 'managed')
    if (isNothing && !isSettled && known) return false
    if (known?.asRead === asRead && (known.isSettled || !isSettled)) return false
    const checked = isNothing ? null : checkManaged(given, environment.compiledRoot)
    await writeValue(db, 'managed', {
      asRead,
      isSettled: isSettled || !isNothing,
      inForce: checked === null ? null : checked.ok ? checked.configuration : (known?.inForce ?? null),
      problems: checked === null || checked.ok ? [] : checked.problems,
    })
    return known?.asRead !== asRead
  })
}

async function readManaged({ environment }: Worker): Promise<Record<string, unknown>> {
  try {
    return await environment.browser.storage.managed.get(null)
  } catch {
    // Firefox rejects where no administrator manages anything.
    return {}
  }
}
