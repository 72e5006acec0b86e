import { findRunning, installDebianPackages, type Provided } from './provision.ts'

const installed = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]

/** A Firefox that takes an unsigned add-on for the time of a test: any release does, installed over BiDi. */
export function ensureFirefox(): Provided<{ readonly executable: string }> {
  const named = process.env['COUNTERSIGN_FIREFOX']
  const here = findRunning(named ? [named] : installed)
  if (here) return { ok: true, executable: here }
  if (named) return { ok: false, reason: `COUNTERSIGN_FIREFOX names ${named}, which does not start` }

  const complaint = installDebianPackages(['firefox-esr'], 'the Firefox tests')
  const debian = findRunning(installed)
  if (debian) return { ok: true, executable: debian }
  return { ok: false, reason: `no Firefox is installed (${complaint ?? 'the package does not start'})` }
}
