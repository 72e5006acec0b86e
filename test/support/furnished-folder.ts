import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '../../scripts/build/digest-of.ts'
import { withLock } from '../../scripts/build/lock.ts'

const root = join(import.meta.dirname, '../..')
const cache = join(root, '.cache/server-folder')
/** All that a first start writes comes from these. */
const sources = ['server', 'signer', 'policy', 'protocol', 'sites', 'locales', 'package-lock.json']

/**
 * Fills `folder` with what a first start of the server leaves: cluster, tables, keys, starter policy. Made once for these
 * sources by `firstStart`, a real start that is ended in order, and copied from then on: two thirds of what a start costs.
 */
export async function furnish(folder: string, firstStart: (folder: string) => Promise<void>): Promise<void> {
  // What is signed in it runs out in days, so no folder outlives its day.
  const made = join(cache, `${new Date().toISOString().slice(0, 10)}-${await digestOf(root, sources)}`)
  if (!existsSync(made)) {
    await mkdir(cache, { recursive: true })
    await withLock(join(cache, '.lock'), async () => {
      if (existsSync(made)) return
      const making = `${made}.making`
      await rm(making, { recursive: true, force: true })
      await firstStart(making)
      await rename(making, made)
    })
  }
  await cp(made, folder, { recursive: true })
}
