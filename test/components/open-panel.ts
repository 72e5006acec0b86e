import type { Browser, Page } from 'playwright-core'
import type { HoldView } from '../../protocol/hold.ts'
import type { PanelMessage, WorkerPanelMessage } from '../../protocol/messages/panel-port.ts'
import { openContext, openPage } from './browser.ts'
import type { Look } from './browser.ts'
import { hold } from './hold-views.ts'

export interface OpenedPanel {
  readonly page: Page
  readonly show: (view: HoldView) => Promise<void>
  readonly tell: (message: WorkerPanelMessage) => Promise<void>
  /** What the rep asked for; measurements are left out, they come with every change. */
  readonly asked: () => Promise<readonly PanelMessage[]>
  readonly heights: () => Promise<readonly number[]>
  /** Lets the page's own clock run. */
  readonly pass: (milliseconds: number) => Promise<void>
  /** Lets the clock of the page go by itself, for what waits on timers inside it (axe does). */
  readonly resume: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A panel on a clock of its own: nothing waits for real time. `pass(600)` is beyond the activation delay. */
export async function openPanel(
  browser: Browser,
  view: HoldView | null,
  look: Look = {},
): Promise<OpenedPanel> {
  const context = await openContext(browser, look)
  await context.clock.install({ time: Date.now() })
  const page = await openPage(context, 'panel', `#hold=${hold}`)
  await context.clock.pauseAt(Date.now() + 60_000)
  await page.waitForFunction(() => window.harness.sent.length > 0)
  const tell = (message: WorkerPanelMessage) =>
    page.evaluate((said) => window.harness.show(said as WorkerPanelMessage), message as unknown)
  const sent = () => page.evaluate(() => window.harness.sent)
  const show = async (shown: HoldView) => {
    await tell({ type: 'hold.shown', view: shown })
    await page.getByRole('heading', { level: 1, name: shown.surfaceName }).waitFor()
  }
  if (view !== null) await show(view)
  await context.clock.runFor(600)
  return {
    page,
    show,
    tell,
    asked: async () => (await sent()).filter((message) => message.type !== 'panel.measured'),
    heights: async () =>
      (await sent()).flatMap((message) => (message.type === 'panel.measured' ? [message.height] : [])),
    pass: (milliseconds) => context.clock.runFor(milliseconds),
    resume: () => context.clock.resume(),
    close: () => context.close(),
  }
}
