import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { checkCode, commitmentTo } from '../../policy/trust/enrolment-check.ts'
import { enrolmentRequestedSchema } from '../../protocol/http/enrolment-requests.ts'
import { violationsOf } from '../components/check-axe.ts'
import { createDeviceKey, fetchAs } from '../support/device-key.ts'
import { picture, signIn, startConsole } from './console.ts'
import type { Console } from './console.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

const headers = { 'content-type': 'application/json' }

/** A browser that asks, as its extension would, with what it then shows on its options page. */
async function asking(browser: string) {
  const { url } = console_.server
  const [key, nonce] = [await createDeviceKey(), randomBytes(32).toString('base64url')]
  const { publicKey } = key
  const about = { device: randomUUID(), publicKey, browser, extensionVersion: '0.1.0' }
  const body = JSON.stringify({ ...about, commitment: await commitmentTo(nonce) })
  const response = await fetch(`${url}/v1/enrolment-requests`, { method: 'POST', headers, body })
  const { id, secret, root } = enrolmentRequestedSchema.parse(await response.json())
  const answer = async () => {
    const asked = { method: 'POST', headers, body: JSON.stringify({ nonce }) }
    const answered = await fetchAs({ token: secret, key }, `${url}/v1/enrolment-requests/${id}/answer`, asked)
    return (await answered.json()) as { state: string; code: string | null }
  }
  expect((await answer()).state).toBe('waiting')
  return { path: `/enrol/${id}`, code: await checkCode({ request: id, key: publicKey, root, nonce }), answer }
}
const agentOf = (page: Page) => page.evaluate(() => navigator.userAgent)
const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

describe('the page at which a browser is enrolled', () => {
  test('leads through sign-in, says who and what, takes the code, and the browser hears of it', async () => {
    const page = await console_.visit('/', { scheme: 'dark' })
    const browser = await asking(await agentOf(page))
    await signIn(page, console_.server.url + browser.path, 'rep')
    const asks = page.getByRole('region', { name: /asks to be enrolled/ })
    await asks.getByText('rep@example.test').waitFor()
    expect(await page.getByText('This is not the browser').count()).toBe(0)
    expect(await page.content()).not.toContain(browser.code)
    expect(await violationsOf(page)).toEqual([])
    await press(page, 'Enrol this browser')
    await page.getByText('Type the eight letters and digits').waitFor()
    await page.getByLabel('Code').fill(browser.code.toLowerCase())
    await picture(page, 'enrol-dark')
    await press(page, 'Enrol this browser')
    await page.getByText('The browser takes it from here').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await picture(page, 'enrolled-dark')
    expect(await browser.answer()).toMatchObject({ state: 'confirmed', code: expect.any(String) })
    await page.context().close()
  })

  test('warns of a browser that is not this one, and five wrong codes end it', async () => {
    const browser = await asking('Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0')
    const page = await console_.open('rep', browser.path)
    await page.getByText('This is not the browser you are looking at').waitFor()
    for (let wrong = 1; wrong <= 5; wrong++) {
      await page.getByLabel('Code').fill(`AAAA-AAA${wrong}`)
      const [answer] = await Promise.all([
        page.waitForResponse((one) => one.url().endsWith('/confirmation')),
        press(page, 'Enrol this browser'),
      ])
      expect(answer.status()).toBe(422)
      if (wrong === 1) {
        await page.getByText('This is not the code that browser shows').waitFor()
        expect(await violationsOf(page)).toEqual([])
        await picture(page, 'enrol-wrong')
      }
    }
    await page.getByText('That browser was not enrolled').waitFor()
    expect((await browser.answer()).state).toBe('refused')
    await page.context().close()
  })

  test('a no is heard, and an address nobody asked from says how to begin', async () => {
    const browser = await asking('Chromium')
    const page = await console_.open('admin', browser.path)
    await press(page, 'No, it is not mine')
    await page.getByText('That browser was not enrolled').waitFor()
    expect((await browser.answer()).state).toBe('refused')
    await page.goto(`${console_.server.url}/enrol`)
    await page.getByText('No browser asks').waitFor()
    await picture(page, 'enrol-nothing')
    await page.goto(`${console_.server.url}/enrol/${randomUUID()}`)
    await page.getByText('Begin again on the options page').waitFor()
    await page.context().close()
  })
})
