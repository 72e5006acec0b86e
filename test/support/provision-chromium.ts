import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findRunning, installDebianPackages, type Provided } from './provision.ts'

const cli = join(import.meta.dirname, '../../node_modules/playwright-core/cli.js')
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * A Chromium that can load an unpacked extension: the one named by COUNTERSIGN_CHROMIUM, one that is installed, Debian's
 * by apt, else Playwright's own.
 */
export function ensureChromium(): Provided<{ readonly executable: string }> {
  const named = process.env['COUNTERSIGN_CHROMIUM']
  const here = findRunning(named ? [named] : [...installed, ownBrowser()])
  if (here) return { ok: true, executable: here }
  if (named) return { ok: false, reason: `COUNTERSIGN_CHROMIUM names ${named}, which does not start` }

  const complaint = installDebianPackages(['chromium'], 'the browser tests')
  const debian = findRunning(installed)
  if (debian) return { ok: true, executable: debian }

  process.stdout.write("Downloading Playwright's Chromium, for the browser tests\n")
  spawnSync(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const own = findRunning([ownBrowser()])
  if (own) return { ok: true, executable: own }
  return {
    ok: false,
    reason: `no Chromium starts here, and none could be brought (${complaint ?? 'download failed'})`,
  }
}

function ownBrowser(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    // Playwright has no build for this platform; the installed browsers are still to be tried.
    return undefined
  }
}
