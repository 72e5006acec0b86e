import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export type Provisioned = { readonly ok: true } | { readonly ok: false; readonly reason: string }

export const TRYTON_PACKAGES = [
  'tryton-server',
  'tryton-sao',
  'tryton-proteus',
  'tryton-modules-sale-opportunity',
  'tryton-modules-sale-discount',
  'tryton-modules-sale-price-list',
  'tryton-modules-marketing-email',
  'tryton-modules-marketing-automation',
  'tryton-modules-notification-email',
] as const

/** Makes the machine able to run Tryton, or says in one sentence why it cannot. */
export function ensureTryton(): Provisioned {
  if (!existsSync('/usr/bin/apt-get') || !isDebianFamily()) {
    return { ok: false, reason: 'Tryton 6.0 comes from Debian packages and this is not Debian or Ubuntu' }
  }
  const missing = missingPackages()
  if (missing.length === 0) return { ok: true }
  if (process.getuid?.() !== 0) {
    return { ok: false, reason: `as root run: apt-get install --no-install-recommends ${missing.join(' ')}` }
  }

  console.log(`Installing by apt, for the Tryton test bed: ${missing.join(' ')}`)
  apt('update')
  apt('install', '--yes', '--no-install-recommends', ...missing)
  const left = missingPackages()
  return left.length === 0 ? { ok: true } : { ok: false, reason: `apt could not install ${left.join(' ')}` }
}

/** Name and version of each Tryton package installed, one a line: part of the key of a cached database. */
export function installedTrytonPackages(): string[] {
  const listed = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}=${Version}\n', 'tryton-*'], {
    encoding: 'utf8',
  })
  return (listed.stdout ?? '')
    .split('\n')
    .filter((line) => line.startsWith('installed '))
    .map((line) => line.slice('installed '.length))
}

function missingPackages(): string[] {
  const installed = new Set(installedTrytonPackages().map((line) => line.split('=')[0]))
  return TRYTON_PACKAGES.filter((name) => !installed.has(name))
}

function isDebianFamily(): boolean {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release)
}

function apt(...words: string[]): void {
  spawnSync('apt-get', words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
