import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seeded } from '../background/play-torn.ts'
import { badgeNamed } from '../e2e/badges.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { enrol } from '../e2e/stage.ts'
import { openStopper, type WorkerStopper } from '../e2e/worker-stopper.ts'
import { type ConsoleSession, signIn } from '../support/console-session.ts'
import { type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { layLine, type Line } from '../support/line.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'

const rounds = Number(process.env['ROUNDS'] ?? 200)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

let folder: string
let server: ServerProcess
let practice: PracticeProcess
let line: Line
let chromium: Chromium
let stopper: WorkerStopper
let admin: ConsoleSession

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-torn-'))
  let end = 0
  line = await layLine(() => end)
  // Devices prove themselves for the address they know, which is the line's.
  server = await startServerProcess(join(folder, 'server'), (port) => {
    end = port
    return { COUNTERSIGN_PUBLIC_URL: line.url }
  })
  practice = await startPractice(join(folder, 'book.json'))
  chromium = await launchChromium()
  await enrol(chromium, server)
  stopper = await openStopper(chromium)
  admin = await signIn(server.url, 'admin@example.test')
})
afterAll(async () => {
  await chromium.close()
  await line.end()
  await practice.stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const limitOf = (round: number) => 50_000 - 10 * round

/** One tightening that changes two things a person can see: what is held, and what is said of it. */
async function publish(round: number): Promise<void> {
  const { version, policy } = (await (await admin.get('/v1/policy')).json()) as {
    version: number
    policy: { rules: { id: string; message: string; guardrail: { settings: { limit?: number } } }[] }
  }
  const rule = policy.rules.find(({ id }) => id === 'amount-above-threshold')
  if (!rule) throw new Error('The starter policy has no rule for amounts')
  rule.guardrail.settings.limit = limitOf(round)
  rule.message = `Round ${round}.`
  const answer = await admin.post('/v1/policy/versions', { basedOn: version, note: '', policy })
  if (!answer.ok) throw new Error(await answer.text())
}

/** Open, and read once: what is edited before that has no value of before. */
async function openDeal(): Promise<Page> {
  const page = await chromium.context.newPage()
  await page.goto(`${practice.url}#/opportunity/1`)
  await badgeNamed(page, /^save an opportunity/i)
  return page
}

/** Whether the page holds an amount that only this round's policy holds. */
async function isHeldAt(page: Page, round: number): Promise<boolean> {
  await page.getByLabel('Amount').fill(String(limitOf(round) + 5))
  // The badge of before is still there while the page is read anew.
  await page.waitForTimeout(400)
  const { name } = await badgeNamed(page, /^save an opportunity/i)
  return !/goes ahead/i.test(name)
}

/** The round whose words and limit the worker gives for a save that every round holds. */
async function toldBy(page: Page): Promise<{ readonly round: number; readonly limit: number }> {
  await page.getByLabel('Amount').fill('60000')
  await page.waitForTimeout(400)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const panel = await panelFrame(page)
  const said = panel.getByText(/More than [\d,]+ needs a second look/)
  await said.waitFor()
  const text = await panel.locator('body').innerText()
  return {
    round: Number(/Round (\d+)\./.exec(text)?.[1] ?? 0),
    limit: Number(/More than ([\d,]+)/.exec(text)?.[1]?.replace(',', '')),
  }
}

describe('the worker stopped at a random moment of taking a new policy, in Chromium', () => {
  test(
    `page and worker obey the old policy or the new one, never a blend (${rounds} rounds, seed ${seed})`,
    { timeout: 2_400_000 },
    async () => {
      const random = seeded(seed)
      const seen = { old: 0, new: 0 }
      for (let round = 1; round <= rounds; round += 1) {
        const published = publish(round)
        // Its announcement is at the worker before its answer is here.
        await new Promise((resolve) => setTimeout(resolve, random() * 500))
        await stopper.stop()
        await published
        line.cut()
        const page = await openDeal()
        // What was whole on this side of the line may be put in force after the cut: the two are asked one after the other.
        await page.waitForTimeout(1_000)
        const isNew = await isHeldAt(page, round)
        const inForce = isNew ? round : round - 1
        // Before the first round the rule speaks in its own words.
        expect(await toldBy(page), `seed ${seed}, round ${round}`).toEqual({
          round: inForce,
          limit: limitOf(inForce),
        })
        seen[isNew ? 'new' : 'old'] += 1
        await page.close()

        line.mend()
        await stopper.stop()
        const next = await openDeal()
        await expect.poll(() => isHeldAt(next, round), { timeout: 60_000 }).toBe(true)
        await next.close()
      }
      process.stdout.write(
        `seed ${seed}: ${seen.old} rounds obeyed the old policy, ${seen.new} the new one\n`,
      )
      expect(seen.old).toBeGreaterThan(0)
      expect(seen.new).toBeGreaterThan(0)
    },
  )
})
