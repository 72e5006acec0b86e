import type { Environment } from '../environment.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'

export interface Opened {
  readonly db: Database
  /** Why the database before was set aside just now; null when nothing was. */
  readonly setAside: string | null
}

/** Errors that another try does not mend. A full disk, for one, does. */
const lasting = [
  'VersionError',
  'UnknownError',
  'InvalidStateError',
  'DataError',
  'NotFoundError',
  'UpgradeError',
]

/**
 * Opens the newest database of this profile. One that can never be opened again is left as it is, for whoever must look
 * into it, and a new one takes its place: never a silent wipe, never a worker that cannot start (trust.md, outbox 12).
 */
export async function openOrSetAside(environment: Environment['database'], first: Database): Promise<Opened> {
  const generation = await newestGeneration(environment)
  const db =
    generation === 0 ? first : openDatabase({ ...environment, name: nameOf(environment, generation) })
  const failure = (await failureOf(db)) && (await failureOf(db))
  if (failure === null) return { db, setAside: null }
  if (!lasting.includes(failure)) throw new Error(`database: ${failure}`)
  db.close()
  const fresh = openDatabase({ ...environment, name: nameOf(environment, generation + 1) })
  await fresh.open()
  return { db: fresh, setAside: failure }
}

async function failureOf(db: Database): Promise<string | null> {
  try {
    await db.open()
    return null
  } catch (error) {
    const inner: unknown = error instanceof Error && 'inner' in error ? error.inner : null
    if (inner instanceof Error || inner instanceof DOMException) return inner.name
    return error instanceof Error ? error.name : 'UnknownError'
  }
}

async function newestGeneration({ indexedDB, name }: Environment['database']): Promise<number> {
  const names = (await indexedDB.databases()).map((one) => one.name ?? '')
  const generations = names
    .filter((one) => one.startsWith(`${name}.`))
    .map((one) => Number(one.slice(name.length + 1)))
  return Math.max(0, ...generations.filter((one) => Number.isInteger(one)))
}

function nameOf({ name }: Environment['database'], generation: number): string {
  return `${name}.${generation}`
}
