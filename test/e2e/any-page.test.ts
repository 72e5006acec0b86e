import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsoleSession, signIn as signInBy } from '../support/console-session.ts'
import { type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { generatePage, serveGenerated, type GeneratedSite } from '../support/generated-page.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { askForApproval, decide, openRequest, runItNow, shownDigest } from './approval-steps.ts'
import { badgeNamed } from './badges.ts'
import { type Administrator, sitDown, usePage } from './describing.ts'
import { enrol, signIn } from './stage.ts'

/** Printed, so that a page that was wrong once can be made again: `SEED=… npm run test:e2e`. */
const seed = Number(process.env['SEED'] ?? randomInt(1_000_000_000))
/**
 * Three of this run, and two that were wrong once: what its requests carry was learned from two uses in one second; a form
 * so long that the button to ask lies half under the foot of the panel.
 */
const pages: readonly (readonly [number, number])[] = [
  [seed, 0],
  [seed, 1],
  [seed, 2],
  [2, 1],
  [911_614_827, 0],
]
const shots = process.env['SHOTS']

describe('a page that nobody has seen before', () => {
  let folder: string
  let server: ServerProcess
  let admin: Chromium
  let rep: Chromium
  let session: ConsoleSession
  let second: ConsoleSession
  let approver: Page
  const sites: GeneratedSite[] = []

  beforeAll(async () => {
    process.stdout.write(`seed ${seed}\n`)
    folder = await mkdtemp(join(tmpdir(), 'countersign-any-page-'))
    server = await startServerProcess(join(folder, 'server'))
    admin = await launchChromium()
    rep = await launchChromium()
    session = await signInBy(server.url, 'admin@example.test')
    second = await signInBy(server.url, 'approver@example.test')
    const answer = await session.post('/v1/enrolment-codes', { email: 'admin@example.test' })
    const { code } = (await answer.json()) as { code: string }
    await enrol(admin, { ...server, development: { ...server.development, enrolmentCode: code } }, 'admin')
    await enrol(rep, server)
    approver = await admin.context.newPage()
    await signIn(approver, server.url, 'approver')
  })
  afterAll(async () => {
    await admin?.close()
    await rep?.close()
    await server?.stop()
    for (const site of sites) await site.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  test.each(pages)(
    'seed %i, page %i is described by pointing at it; button, keys and request are held, approved once, an edit refused',
    async (from, turn) => {
      const site = await serveGenerated(generatePage(from, turn))
      sites.push(site)
      const { html, ...said } = site.page
      process.stdout.write(`page ${turn}: ${JSON.stringify(said)}\n`)
      const at = await sitDown(admin, site)
      const pack = await describeControl(at, site, turn)
      expect(at.interactions).toBeLessThanOrEqual(25)
      await at.panel.close()
      // Nothing of the picker stays behind.
      await expect.poll(() => at.page.evaluate(() => document.documentElement.children.length)).toBe(2)
      await at.page.close()
      await publish(pack)
      try {
        await governs(site)
      } finally {
        // Two packs for one page would each hold what the other let go, and a second try describes it anew.
        await disable(pack)
      }
      expect(html).not.toContain('countersign')
    },
  )

  async function describeControl(at: Administrator, { page }: GeneratedSite, turn: number): Promise<string> {
    const shot = async (shown: Page, name: string) => {
      if (shots) await shown.screenshot({ path: `${shots}/${turn}-${name}.png` })
    }
    await at.press('Describe a control')
    await at.panel.getByText('Press the control on the page.').waitFor()
    await at.point('button')
    await at.panel.getByText(/framed on the page/).waitFor()
    await shot(at.page, 'page-matches')
    await shot(at.panel, 'panel-control')
    await at.press('Continue')
    await at.choose('Workflow', 'Discounts beyond')
    await shot(at.panel, 'panel-purpose')
    await at.press('Continue')
    for (const field of ['amount', 'date', 'title']) await at.point(field)
    await expect.poll(() => at.panel.locator('.describe-fields > li').count()).toBe(4)
    // The page heard of none of these presses.
    expect(await at.page.evaluate(() => (window as any).heard)).toEqual([])
    await shot(at.page, 'page-fields')
    await shot(at.panel, 'panel-fields')
    await at.press('Continue')
    await at.panel.getByText(/Looking on/).waitFor()
    await at.type('amount', '34,500')
    await at.type('date', '12242026')
    await at.type('title', 'Something else')
    await at.point('button')
    await at.panel.getByText('Learned from your use').waitFor()
    await at.type('amount', '35,600')
    await at.keys(page.keys)
    await at.panel.getByText(/It starts by (Ctrl|Alt)/).waitFor()
    await shot(at.panel, 'panel-use')
    await at.press('Continue')
    await shot(at.panel, 'panel-review')
    process.stdout.write(
      `${(await at.panel.locator('.describe-review').innerText()).replace(/\n+/g, ' | ')}\n`,
    )
    await at.press('Save as a draft')
    await at.panel.getByText(/is saved as a draft/).waitFor()
    await shot(at.panel, 'panel-saved')
    const link = at.panel.getByRole('link', { name: 'Open it in the console' })
    return new URL((await link.getAttribute('href')) ?? '').pathname.split('/').at(-1) ?? ''
  }

  async function publish(pack: string): Promise<void> {
    const read = (await (await session.get(`/v1/packs/${pack}`)).json()) as { draft: { revision: number } }
    const source = { from: 'draft', revision: read.draft.revision }
    const answer = await session.post(`/v1/packs/${pack}/publication`, {
      source,
      note: 'Described on the page.',
    })
    await confirm(answer)
  }

  async function disable(pack: string): Promise<void> {
    await confirm(await session.post(`/v1/packs/${pack}/disable`, { note: 'The page is done with.' }))
  }

  async function confirm(answer: Response): Promise<void> {
    const { proposal } = (await answer.json()) as { proposal: string | null }
    // A pack could let pass what is held today, so a second person looks at it.
    if (proposal === null) return expect(answer.status).toBe(201)
    expect(answer.status).toBe(202)
    const path = `/v1/policy/proposals/${proposal}`
    const { items } = (await (await second.get('/v1/policy/proposals')).json()) as {
      items: { id: string; digest: string }[]
    }
    const digest = items.find(({ id }) => id === proposal)?.digest
    expect((await second.post(`${path}/confirmation`, { digest })).status).toBe(200)
  }

  /** As the rep, in another browser. */
  async function governs(site: GeneratedSite): Promise<void> {
    const { label, keys } = site.page
    const page = await rep.context.newPage()
    const use = usePage(page)
    const open = async () => {
      await page.goto('about:blank')
      await page.goto(site.url + site.page.address)
      // What the stream does not bring, the next look of the worker does: it looks every 30 s.
      await badgeNamed(page, new RegExp(label), 60_000)
      site.received.length = 0
    }
    const nothingLeft = async () => {
      await page.evaluate(() => fetch('/marker', { method: 'POST', body: 'x' }).then(() => undefined))
      expect(site.received.map(({ path }) => path)).toEqual(['/marker'])
      site.received.length = 0
    }
    const approve = async (panel: Frame) => {
      await askForApproval(panel, 'The customer doubled the order.')
      await openRequest(approver, server.url, await shownDigest(panel.locator('body')))
      await decide(approver, 'Approve')
    }

    // The policy may arrive while the page is open.
    await open()
    await page.evaluate(
      () => void (window as any).send({ amount: '61,000', date: '2026-12-01', title: 'By script' }),
    )
    await panelFrame(page)
    await nothingLeft()

    await open()
    await use.type('amount', '62,000')
    await use.keys(keys)
    await panelFrame(page)
    await nothingLeft()

    await open()
    await use.type('amount', '63,000')
    await use.point('button')
    const panel = await panelFrame(page)
    await nothingLeft()
    await approve(panel)
    await nothingLeft()
    await runItNow(panel)
    await expect.poll(() => site.received.length).toBe(1)
    expect(site.received[0]?.body).toMatch(/63[,%2C]*000/)

    await open()
    await use.type('amount', '64,000')
    await use.point('button')
    const second = await panelFrame(page)
    await approve(second)
    await second.getByRole('button', { name: 'Run it now' }).waitFor()
    await use.type('amount', '99,000')
    await use.point('button')
    await nothingLeft()
    await page.close()
  }
})
