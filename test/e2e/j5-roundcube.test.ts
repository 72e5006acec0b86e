import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium, panelFrame, type Chromium } from '../support/extension.ts'
import { startRoundcube, type Roundcube } from '../support/roundcube.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { runItNow } from './approval-steps.ts'
import { badgesAt } from './badges.ts'
import { enrol } from './stage.ts'

interface Place {
  readonly path: string
  readonly control: string
}
const inventory = JSON.parse(
  readFileSync(join(import.meta.dirname, '../sites/roundcube/expected.json'), 'utf8'),
) as { readonly places: readonly Place[]; readonly lookAlikes: readonly (Place & { reason: string })[] }

let folder: string
let server: ServerProcess
let roundcube: Roundcube
let chromium: Chromium
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-roundcube-'))
  server = await startServerProcess(join(folder, 'server'))
  roundcube = await startRoundcube(join(folder, 'roundcube'))
  chromium = await launchChromium()
  await enrol(chromium, server)
  const first = await chromium.context.newPage()
  await first.goto(roundcube.url)
  await first.locator('#rcmloginuser').fill(roundcube.user)
  await first.locator('#rcmloginpwd').fill(roundcube.password)
  await first.locator('#rcmloginsubmit').click()
  await first.waitForURL(/_task=mail/)
  await first.close()
})
afterAll(async () => {
  await chromium?.close()
  await roundcube?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})
beforeEach(async () => {
  roundcube.sink.clear()
  page = await chromium.context.newPage()
})
afterEach(() => page.close())

async function compose(body: string): Promise<void> {
  await page.goto(`${roundcube.url}/?_task=mail&_action=compose`)
  await page.locator('.recipient-input input').first().click()
  await page.keyboard.type('ana@alder.example,')
  await page.locator('#compose-subject').fill('Probes')
  await page.locator('#composebody').click()
  await page.keyboard.type(body)
  await expect.poll(async () => (await badgesAt(page, page.locator('button.send'))).length).toBe(1)
}

describe('a mail composer that posts a form into a hidden frame', () => {
  test('J1 F1 Send has one badge in words, its look-alikes have none', async () => {
    for (const { path, control } of inventory.places) {
      await page.goto(roundcube.url + path)
      const at = page.locator(control).locator('visible=true')
      const said = async () => (await badgesAt(page, at)).map(({ name }) => name)
      await expect.poll(said).toEqual([expect.stringContaining('Send an e-mail: Draft.')])
    }
    for (const { path, control } of inventory.lookAlikes) {
      await page.goto(roundcube.url + path)
      const at = page.locator(control).locator('visible=true').first()
      await at.waitFor()
      await page.waitForTimeout(1000)
      expect(await badgesAt(page, at)).toEqual([])
    }
  })

  test('J5 S116 Send is held until the mail was read, and one mail leaves', async () => {
    await compose('Dear Ana, the probes ship on Monday.\nRobin')
    await page.locator('button.send').click()
    const panel = await panelFrame(page)
    await panel.getByText('the probes ship on Monday').first().waitFor()
    expect(roundcube.sink.messages).toEqual([])
    await page.waitForTimeout(6000)
    await panel.getByRole('checkbox', { name: 'I have read this and it is right' }).click()
    await runItNow(panel)
    const mail = await roundcube.sink.waitForMessage(() => true, 15_000)
    expect(mail.to).toEqual(['ana@alder.example'])
    expect(mail.text).toContain('the probes ship on Monday')
    expect(roundcube.sink.messages).toHaveLength(1)
  })

  test('J2 the form sent by a script, past the button, is held; a draft of it goes on', async () => {
    await compose('Dear Ana, nobody pressed anything.')
    const submit = (draft: string) =>
      page.evaluate((value) => {
        const form = document.querySelector<HTMLFormElement>('form[name="form"]')!
        form.querySelector<HTMLInputElement>('[name="_draft"]')!.value = value
        const frame = document.createElement('iframe')
        frame.name = 'target'
        frame.hidden = true
        document.body.append(frame)
        form.target = frame.name
        form.action = '/?_task=mail&_unlock=0&_framed=1'
        form.submit()
      }, draft)
    const saved = page.waitForResponse((response) => response.request().method() === 'POST')
    await submit('1')
    expect((await saved).status()).toBe(200)
    await submit('')
    await (await panelFrame(page)).getByText('nobody pressed anything').first().waitFor()
    expect(roundcube.sink.messages).toEqual([])
  })
})
