import { setTimeout as pause } from 'node:timers/promises'
import type { Frame, Page } from 'puppeteer-core'

/** The panel's frame inside a closed root, once it knows its hold. Firefox names a frame of an add-on `about:blank` here, so it is asked itself. */
export async function panelFrame(page: Page, origin: string): Promise<Frame> {
  return eventually('the panel', async () => {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame() || frame.detached) continue
      const where = await frame.evaluate(() => location.href).catch(() => '')
      if (where.startsWith(`${origin}panel.html#hold=`)) return frame
    }
    return null
  })
}

/** A panel takes no consent in the first half second after it opened or changed (trust.md, attack 4): people read first. */
export async function readThenPress(panel: Frame, selector: string): Promise<void> {
  const shown = await panel.waitForSelector(selector, { visible: true, timeout: 20_000 })
  await pause(700)
  await shown?.click()
}

/** Looks until there is something, because what is waited for happens in other processes. */
export async function eventually<Found>(what: string, look: () => Promise<Found | null>): Promise<Found> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`)
    await pause(100)
  }
}
