import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ExtensionPageReplies } from '../../../protocol/messages/extension-page.ts'
import { openContext, openPage, startHarness } from '../browser.ts'
import type { HarnessPage } from '../browser.ts'
import { violationsOf } from '../check-axe.ts'
import { statusWith } from '../status.ts'

let browser: Browser
let stop: () => Promise<void>
let context: BrowserContext
beforeAll(async () => {
  ;({ browser, stop } = await startHarness())
}, 120_000)
afterAll(() => stop?.())
beforeEach(async () => {
  context = await openContext(browser, { width: 760 })
})
afterEach(() => context?.close())

async function open(name: HarnessPage, replies: Partial<ExtensionPageReplies>, query = ''): Promise<Page> {
  await context.addInitScript((known) => {
    window.fakeReplies = known as Partial<ExtensionPageReplies>
  }, replies as unknown)
  return openPage(context, name, query)
}
const fresh = statusWith({ enrolled: false, person: null, serverUrl: null, bundleVersion: null })

describe('the options page', { timeout: 30_000 }, () => {
  test('fills in server and code from its address, and enrols only when the person presses Enrol', async () => {
    const page = await open(
      'options',
      { 'status.read': fresh, 'device.enrol': { ok: true, status: statusWith() } },
      '?server=http%3A%2F%2F127.0.0.1%3A4600&code=ABCDEF12',
    )
    expect(await page.getByLabel('Server address').inputValue()).toBe('http://127.0.0.1:4600')
    expect(await page.evaluate(() => window.worker.asked.map((message) => message.type))).toEqual([
      'status.read',
    ])
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Enrol' }).click()
    await page.getByText('This browser is enrolled.').waitFor()
    expect(await page.evaluate(() => window.worker.asked.at(-1))).toEqual({
      type: 'device.enrol',
      serverUrl: 'http://127.0.0.1:4600',
      code: 'ABCDEF12',
    })
    expect(await violationsOf(page)).toEqual([])
  })

  test('names what is missing and asks nothing of the worker', async () => {
    const page = await open('options', { 'status.read': fresh })
    await page.getByRole('button', { name: 'Enrol' }).click()
    await page.getByText('Enter the address of the server.').waitFor()
    await page.getByText('Enter the code.').waitFor()
    expect(await page.evaluate(() => window.worker.asked.length)).toBe(1)
    expect(await violationsOf(page)).toEqual([])
  })

  test('a code that is too old is said in a sentence, and what was typed stays', async () => {
    const page = await open(
      'options',
      { 'status.read': fresh, 'device.enrol': { ok: false, problem: 'CODE_EXPIRED' } },
      '?server=x&code=ABCDEF12',
    )
    await page.getByRole('button', { name: 'Enrol' }).click()
    await page.getByText('This code is too old.').waitFor()
    expect(await page.getByLabel('Enrolment code').inputValue()).toBe('ABCDEF12')
  })

  test('an extension that does not answer is said so', async () => {
    const page = await open('options', {})
    await page.getByText('The extension does not answer.').waitFor()
  })

  test('what has changed meanwhile is read again by a page that is looked at again', async () => {
    const page = await open('options', { 'status.read': fresh })
    await page.getByRole('button', { name: 'Enrol' }).waitFor()
    await page.evaluate((status) => {
      window.worker.replies = { ...window.worker.replies, 'status.read': status }
    }, statusWith())
    expect(await page.evaluate(() => window.worker.asked.length)).toBe(1)
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await page.getByRole('button', { name: 'Enrol' }).waitFor({ state: 'detached' })
  })

  test('lists what is recorded about the person', async () => {
    const page = await open('options', { 'status.read': statusWith() })
    await page.getByRole('region', { name: 'What is recorded about you' }).waitFor()
  })
})

describe('enrolling by signing in', { timeout: 30_000 }, () => {
  const url = 'http://127.0.0.1:4600/enrol/0191'
  const until = new Date(Date.now() + 600_000).toISOString()
  const asking = statusWith({
    ...{ enrolled: false, person: null, serverUrl: null, bundleVersion: null },
    enrolling: { url, code: 'ABCD-2345', until, problem: null },
  })
  const press = async (replies: Partial<ExtensionPageReplies>) => {
    const page = await open(
      'options',
      { 'status.read': fresh, ...replies },
      '?server=http%3A%2F%2F127.0.0.1%3A4600',
    )
    await page.getByRole('button', { name: 'Sign in without a code' }).click()
    return page
  }

  test('opens the page, shows the code to type there, and is done when the worker says so', async () => {
    const page = await press({
      'enrolment.requested': { ok: true, status: asking },
      'enrolment.followed': statusWith(),
    })
    await page.getByText('ABCD-2345').waitFor()
    expect(await page.evaluate(() => window.opened)).toEqual([url])
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Open the page again' }).click()
    expect(await page.evaluate(() => window.opened)).toEqual([url, url])
    await page.getByText('This browser is enrolled.').waitFor()
    expect(await page.getByText('ABCD-2345').count()).toBe(0)
  })

  test('goes on where it was when the options page is opened again, until it is cancelled', async () => {
    const page = await open('options', {
      ...{ 'status.read': asking, 'enrolment.followed': asking, 'enrolment.withdrawn': fresh },
    })
    await page.getByText('ABCD-2345').waitFor()
    expect(await page.evaluate(() => window.opened)).toBe(undefined)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByLabel('Server address').waitFor()
  })

  test('that came to nothing is said, until something else is tried', async () => {
    const declined = { url, code: 'ABCD-2345', until, problem: 'REQUEST_DECLINED' }
    const page = await open('options', { 'status.read': { ...fresh, enrolling: declined } })
    await page.getByText('somebody said no').waitFor()
    await page.getByRole('button', { name: 'Sign in without a code' }).click()
    await page.getByText('Enter the address of the server.').waitFor()
    expect(await page.getByText('somebody said no').count()).toBe(0)
    expect(await violationsOf(page)).toEqual([])
  })

  test('a server that has no such page is said so, and a code can be typed instead', async () => {
    const page = await press({ 'enrolment.requested': { ok: false, problem: 'SIGN_IN_UNKNOWN' } })
    await page.getByText('Ask your administrator for a code.').waitFor()
    await page.getByLabel('Enrolment code').waitFor()
  })

  test('a browser the server no longer knows can be enrolled again', async () => {
    const page = await open('options', { 'status.read': statusWith({ problem: 'SIGNED_OUT' }) })
    await page.getByRole('button', { name: 'Sign in without a code' }).waitFor()
  })
})

describe('hosts of a pack', { timeout: 30_000 }, () => {
  const missingHosts = ['https://crm.acme.test/*', 'https://*.alder.test/*']

  test('each is asked for by name, and only when its button is pressed', async () => {
    const page = await open('options', { 'status.read': statusWith({ missingHosts }) })
    await page.getByText('Countersign wants to work on alder.test and everything under it').waitFor()
    expect(await page.evaluate(() => window.asked)).toBe(undefined)
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Allow crm.acme.test' }).click()
    await page.getByText('Allowed: crm.acme.test. Reload the pages of it that are open.').waitFor()
    expect(await page.evaluate(() => window.asked)).toEqual(['https://crm.acme.test/*'])
    expect(await violationsOf(page)).toEqual([])
  })

  test('a no is said plainly, and the question stays', async () => {
    const page = await open('options', { 'status.read': statusWith({ missingHosts }) })
    await page.evaluate(() => (window.answers = false))
    await page.getByRole('button', { name: 'Allow crm.acme.test' }).click()
    await page.getByText('The browser did not allow it.').waitFor()
    await page.getByRole('button', { name: 'Allow crm.acme.test' }).waitFor()
  })
})

describe('a configuration of the administrator', { timeout: 30_000 }, () => {
  const misconfigured = {
    state: 'misconfigured',
    problems: [
      { value: 'serverUrl', reason: 'INVALID' },
      { value: 'serverURL', reason: 'UNKNOWN' },
    ],
    serverUrl: null,
  } as const

  test('that is wrong is named value by value, with what to do, before anything else', async () => {
    const page = await open('options', { 'status.read': { ...fresh, managed: misconfigured } })
    const alert = page.getByRole('alert')
    await alert.getByText('“serverUrl” must be an address that begins with https://').waitFor()
    await alert.getByText('“serverURL” is not a value Countersign knows.').waitFor()
    await alert.getByText('Nothing of it is in force.').waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  test('F78 gives the server, which nobody changes here', async () => {
    const managed = { state: 'in-force', problems: [], serverUrl: 'https://countersign.acme.test' } as const
    const page = await open('options', { 'status.read': { ...fresh, managed } }, '?server=http%3A%2F%2Fevil')
    const server = page.getByLabel('Server address')
    await expect.poll(() => server.inputValue()).toBe('https://countersign.acme.test')
    expect(await server.getAttribute('readonly')).not.toBe(null)
    expect(await violationsOf(page)).toEqual([])
  })

  test('that the server refuses is said in the popup, with what the server said and what stays in force', async () => {
    const managed = {
      state: 'misconfigured',
      problems: [{ value: 'enrolmentToken', reason: 'REFUSED', code: 'TOKEN_USED_UP' }],
      serverUrl: 'https://countersign.acme.test',
    } as const
    const page = await open('popup', { 'status.read': { ...fresh, managed } })
    const alert = page.getByRole('alert')
    await alert.getByText('Make a new fleet token in the console').waitFor()
    await alert.getByText('has enrolled as many browsers as it may').waitFor()
    await alert.getByText('The last good configuration stays in force').waitFor()
    expect(await violationsOf(page)).toEqual([])
  })
})

describe('the popup', { timeout: 30_000 }, () => {
  test('shows the status and the way into the side panel', async () => {
    const page = await open('popup', { 'status.read': statusWith({ waiting: 1 }) })
    await page.getByText('1 held action').waitFor()
    await page.getByRole('button', { name: 'Open the side panel' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  test('leads a browser that is not enrolled to the options', async () => {
    const page = await open('popup', { 'status.read': fresh })
    await page.getByRole('button', { name: 'Enrol' }).waitFor()
  })
})
