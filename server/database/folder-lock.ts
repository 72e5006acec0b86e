import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type FolderLock = { readonly held: true; release(): void } | { readonly held: false }

/**
 * Two processes on one PGlite folder lose acknowledged data without an error. An exclusive SQLite transaction is a lock
 * the kernel holds: it ends with the process however the process ends, so there is no stale lock to clean up.
 */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, 'lock.db')
  const database = new DatabaseSync(path)
  try {
    chmodSync(path, 0o600)
    database.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    database.close()
    if (String(error).includes('locked')) return { held: false }
    throw error
  }
  return { held: true, release: () => database.close() }
}
