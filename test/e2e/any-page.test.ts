import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signIn } from '../support/console-session.ts'
import { type Chromium, launchChromium } from '../support/extension.ts'
import { generatePage, serveGenerated, type GeneratedSite } from '../support/generated-page.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { sitDown } from './describing.ts'

const seed = Number(process.env['SEED'] ?? randomInt(1_000_000_000))

describe('a page that nobody has seen before', () => {
  let folder: string
  let server: ServerProcess
  let admin: Chromium
  const sites: GeneratedSite[] = []

  beforeAll(async () => {
    process.stdout.write(`seed ${seed}\n`)
    folder = await mkdtemp(join(tmpdir(), 'countersign-any-page-'))
    server = await startServerProcess(join(folder, 'server'))
    admin = await launchChromium()
    const session = await signIn(server.url, 'admin@example.test')
    const answer = await session.post('/v1/enrolment-codes', { email: 'admin@example.test' })
    const { code } = (await answer.json()) as { code: string }
    const options = await admin.openExtensionPage(
      `options.html?server=${encodeURIComponent(server.url)}&code=${code}`,
    )
    await options.getByRole('button', { name: 'Enrol' }).click()
    await options.getByText('admin@example.test').first().waitFor()
    await options.close()
  })
  afterAll(async () => {
    await admin?.close()
    await server?.stop()
    for (const site of sites) await site.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  test.each([0, 1, 2])('is described by pointing at it (%i)', async (turn) => {
    const site = await serveGenerated(generatePage(seed, turn))
    sites.push(site)
    const { label, shadow, sends, keys, address, isWhole } = site.page
    process.stdout.write(
      `page ${turn}: ${JSON.stringify({ label, shadow, sends, keys, address, isWhole })}\n`,
    )
    const at = await sitDown(admin, site)
    const shot = async (page: Page, name: string) => {
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${turn}-${name}.png` })
    }
    await at.press('Describe a control')
    await at.panel.getByText('Press the control on the page.').waitFor()
    await at.page.bringToFront()
    await at.page.mouse.move(200, 200)
    await at.point('button')
    await at.panel.getByText(/framed on the page/).waitFor()
    await shot(at.page, 'page-matches')
    await shot(at.panel, 'panel-control')
    await at.press('Continue')
    await at.choose('Workflow', 'Discounts beyond')
    await shot(at.panel, 'panel-purpose')
    await at.press('Continue')
    for (const field of ['amount', 'date', 'title']) {
      const before = await at.panel.locator('.describe-fields > li').count()
      await at.point(field)
      await expect.poll(() => at.panel.locator('.describe-fields > li').count()).toBe(before + 1)
    }
    await shot(at.panel, 'panel-fields')
    await at.press('Continue')
    await at.panel.getByText(/Looking on/).waitFor()
    await at.type('amount', '34,500')
    await at.point('button')
    await at.panel.getByText('Learned from your use').waitFor()
    await at.type('amount', '35,600')
    await at.keys(keys)
    await at.panel.getByText(/It starts by (Ctrl|Alt)/).waitFor()
    await shot(at.panel, 'panel-use')
    await at.press('Continue')
    await shot(at.panel, 'panel-review')
    process.stdout.write(`${await at.panel.locator('.describe-review').innerText()}\n`)
    await at.press('Save as a draft')
    await at.panel.getByText(/is saved as a draft/).waitFor()
    await shot(at.panel, 'panel-saved')
    expect(at.interactions).toBeLessThanOrEqual(25)
    process.stdout.write(`interactions ${at.interactions}\n`)
    await at.panel.close()
    await at.page.close()
  })
})
