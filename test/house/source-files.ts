import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Files git knows or would take, without those that were deleted: what a clone holds once this is committed. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
}

/** File names in one folder of the project; none when it is not there. */
export function namesIn(folder: string): readonly string[] {
  const path = join(root, folder)
  return existsSync(path) ? readdirSync(path).sort() : []
}
