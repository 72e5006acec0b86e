import { type Browser, chromium } from 'playwright-core'
import { quietArguments } from './chromium-arguments.ts'
import { ensureChromium } from './provision-chromium.ts'

/** A Chromium without the extension: a console at somebody's desk, a page looked at by itself. */
export async function launchPlainChromium(): Promise<Browser> {
  const provided = ensureChromium()
  if (!provided.ok) throw new Error(provided.reason)
  return chromium.launch({ executablePath: provided.executable, args: ['--no-sandbox', ...quietArguments] })
}
