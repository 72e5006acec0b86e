import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export type Provided<Thing> =
  ({ readonly ok: true } & Thing) | { readonly ok: false; readonly reason: string }

/**
 * Installs Debian packages when that is possible without asking (Debian or Ubuntu, as root), saying so in one line.
 * Answers null when they are there, else why not.
 */
export function installDebianPackages(packages: readonly string[], purpose: string): string | null {
  if (!isDebianFamily()) return 'this is not Debian or Ubuntu'
  const missing = packages.filter((name) => !isInstalled(name))
  if (missing.length === 0) return null
  if (process.getuid?.() !== 0)
    return `as root run: apt-get install --no-install-recommends ${missing.join(' ')}`

  process.stdout.write(`Installing by apt, for ${purpose}: ${missing.join(' ')}\n`)
  apt('update')
  apt('install', '--yes', '--no-install-recommends', ...missing)
  const left = missing.filter((name) => !isInstalled(name))
  return left.length === 0 ? null : `apt could not install ${left.join(' ')}`
}

/** The first of `paths` that starts and answers `--version`; a transitional package leaves a file that does not. */
export function findRunning(paths: readonly (string | undefined)[]): string | undefined {
  return paths.find(
    (path) => path && existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0,
  )
}

export function isDebianFamily(): boolean {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return existsSync('/usr/bin/apt-get') && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release)
}

function isInstalled(name: string): boolean {
  const asked = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' })
  return asked.stdout === 'installed'
}

function apt(...words: string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
}
