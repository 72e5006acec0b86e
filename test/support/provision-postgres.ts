import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installDebianPackages, type Provided } from './provision.ts'

const debianHome = '/usr/lib/postgresql'
/** The schema needs this version or a newer one. */
const floor = 15

/** The folder with initdb and postgres: from PATH, from Debian's versioned folders, or brought by apt. */
export function ensurePostgres(): Provided<{ readonly binaries: string }> {
  const here = findBinaries()
  if (here) return { ok: true, binaries: here }
  const complaint = installDebianPackages(['postgresql'], 'the store tests')
  const debian = findBinaries()
  if (debian) return { ok: true, binaries: debian }
  return {
    ok: false,
    reason: `no PostgreSQL ${floor} or newer is installed (${complaint ?? 'the package is older'})`,
  }
}

function findBinaries(): string | undefined {
  const versions = existsSync(debianHome) ? readdirSync(debianHome) : []
  const debian = versions
    .filter((version) => Number(version) >= floor)
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(debianHome, version, 'bin'))
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const folders = [...debian, ...onPath, '/opt/homebrew/opt/postgresql@17/bin']
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}
