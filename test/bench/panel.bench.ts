import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { build } from '../../scripts/build.ts'
import { startPractice } from '../support/practice-process.ts'
import { enrol } from '../e2e/stage.ts'
import { closedElements } from '../support/closed-roots.ts'
import { launchChromium, panelFrame } from '../support/extension.ts'
import { startServerProcess } from '../support/server-process.ts'
import { percentile } from './percentile.ts'

const presses = 20

/** Milliseconds from the press on a held Save to the paint of what the panel says, p95. Every part is the real one. */
async function heldToPainted(): Promise<number> {
  await build(['chrome', 'console'])
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  const server = await startServerProcess(join(folder, 'server'))
  const practice = await startPractice(join(folder, 'book.json'))
  const chromium = await launchChromium()
  try {
    await enrol(chromium, server)
    const times: number[] = []
    for (let press = 0; press < presses; press += 1) {
      const page = await chromium.context.newPage()
      await page.addInitScript(notePress)
      await page.goto(`${practice.url}#/opportunity/1`)
      times.push(await pressSave(page, 60_000 + press))
      await page.close()
    }
    process.stderr.write(`held press to painted panel: ${times.map(Math.round).join(' ')} ms\n`)
    return percentile(times, 0.95)
  } finally {
    await chromium.close()
    await practice.stop()
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function pressSave(page: Page, amount: number): Promise<number> {
  await page.locator('form.record [name=amount]').fill(String(amount))
  const box = await page.locator('[data-action=save]').boundingBox()
  if (!box) throw new Error('The practice CRM shows no Save.')
  await untilHeldBadge(page)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.up()
  const panel = await panelFrame(page)
  await panel.getByRole('button', { name: 'Ask for approval' }).waitFor()
  const pressed = await page.evaluate(() => (window as unknown as Pressed).pressedAt)
  return (await paintedAt(panel)) - pressed
}

interface Pressed {
  pressedAt: number
}

/** When the browser had the press, and not when the protocol was asked for one. */
function notePress(): void {
  addEventListener(
    'pointerdown',
    ({ timeStamp }) => {
      ;(window as unknown as Pressed).pressedAt = performance.timeOrigin + timeStamp
    },
    true,
  )
}

/** The page has been read when its badge says that a save would be held. */
async function untilHeldBadge(page: Page): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const held = await closedElements(
      page,
      (tag, { 'aria-label': label = '' }) => tag === 'button' && /save.*(held|waits|hold)/i.test(label),
    )
    if (held.length > 0) return
  }
  throw new Error('No badge says that Save is held.')
}

/** The last of the growing largest texts: that of the reason, not of a panel that is still empty. */
function paintedAt(panel: Frame): Promise<number> {
  return panel.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const last = list.getEntries().at(-1)
          if (last) resolve(performance.timeOrigin + last.startTime)
        }).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
}

export const benches = [
  {
    name: 'held press to painted panel, p95',
    unit: 'ms',
    goal: 200,
    better: 'lower',
    run: heldToPainted,
  },
] as const
