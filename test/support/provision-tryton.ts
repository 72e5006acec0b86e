import { spawnSync } from 'node:child_process'
import { installDebianPackages } from './provision.ts'

const TRYTON_PACKAGES = [
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

/** Makes the machine able to run Tryton, or says why it cannot: a suite then prints `NOT RUN: reason`. */
export function ensureTryton(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  const complaint = installDebianPackages(TRYTON_PACKAGES, 'the Tryton test bed')
  if (complaint !== null) return { ok: false, reason: `Tryton comes from Debian packages: ${complaint}` }
  // Ubuntu has packages of the same names that hold another major version, with another web client.
  const version = installedTrytonPackages().find((line) => line.startsWith('tryton-server='))
  return version?.startsWith('tryton-server=6.0.') === true
    ? { ok: true }
    : { ok: false, reason: `the test bed is Tryton 6.0, here is ${version ?? 'none'}` }
}

/** Name and version of each Tryton package installed: part of the key of a cached database. */
export function installedTrytonPackages(): string[] {
  const format = '${db:Status-Status} ${Package}=${Version}\n'
  const listed = spawnSync('dpkg-query', ['-W', '-f', format, 'tryton-*'], { encoding: 'utf8' })
  return listed.stdout
    .split('\n')
    .filter((line) => line.startsWith('installed '))
    .map((line) => line.slice('installed '.length))
}
