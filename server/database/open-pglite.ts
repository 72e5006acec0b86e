import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import { lockFolder } from './folder-lock.ts'
import { migrate } from './migrate.ts'
import { channel, connect, transactor } from './store.ts'
import type { Clock, Store } from './store.ts'
import { SyncFileSystem } from './sync-file-system.ts'

const int8 = 20

export type Opened =
  | { readonly ok: true; readonly store: Store }
  | { readonly ok: false; readonly reason: 'FOLDER_IN_USE' | 'NO_FLUSH' }

/** Opens the embedded store behind its three guards: a private folder, a lock of the kernel, and a proven flush. */
export async function openPglite(folder: string, clock: Clock = () => null): Promise<Opened> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const lock = lockFolder(folder)
  if (!lock.held) return { ok: false, reason: 'FOLDER_IN_USE' }
  try {
    const files = new SyncFileSystem(join(folder, 'database'))
    const database = await PGlite.create({
      fs: files,
      startParams: [
        ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
        ...['-c', 'wal_sync_method=fsync'],
      ],
      parsers: { [int8]: Number },
    })
    chmodSync(join(folder, 'database'), 0o700)
    if (!(await provesFlush(database, files))) {
      await database.close()
      lock.release()
      return { ok: false, reason: 'NO_FLUSH' }
    }
    const kysely = connect(new PGliteDialect({ pglite: database }))
    await migrate(kysely)
    return {
      ok: true,
      store: {
        kind: 'pglite',
        kysely,
        ...transactor(kysely, clock),
        async listen(hear) {
          await database.listen(channel, hear)
        },
        async close() {
          await database.close()
          lock.release()
        },
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function provesFlush(database: PGlite, files: SyncFileSystem): Promise<boolean> {
  const before = files.flushes
  await database.exec('create table flush_probe (at timestamptz)')
  await database.exec('drop table flush_probe')
  return files.flushes > before
}
