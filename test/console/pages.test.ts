import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { signIn, startConsole } from './console.ts'
import type { Console, PracticePerson } from './console.ts'

let console_: Console
let request = ''
beforeAll(async () => {
  console_ = await startConsole()
  request = await console_.request({}, { ticket: 'https://tickets.example.test/OPS-1821' })
})
afterAll(() => console_?.stop())

const people = ['rep', 'approver', 'admin'] as const
const paths: Readonly<Record<PracticePerson, readonly string[]>> = {
  rep: ['/approvals', '/devices'],
  approver: ['/approvals', '/approvals/:request'],
  admin: [
    '/register',
    '/policy',
    '/policy/edit',
    '/policy/versions',
    '/policy/1',
    '/sites',
    '/sites/practice',
    '/sites/practice?view=edit',
    '/sites/practice?view=test',
    '/sites/practice?view=versions',
    '/audit',
    '/devices',
    '/stop',
  ],
}
const pathsOf = (person: PracticePerson) => paths[person].map((path) => path.replace(':request', request))

describe('console pages', () => {
  test.each(['light', 'dark'] as const)('F94 axe finds nothing on the sign-in page in %s', async (scheme) => {
    const page = await console_.visit('/', { scheme })
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })

  const looks = (['light', 'dark'] as const).flatMap((scheme) =>
    people.map((person) => [scheme, person] as const),
  )
  test.each(looks)(
    'F94 axe finds nothing in %s on any page, dialog and menu of the %s',
    async (scheme, person) => {
      const page = await console_.open(person, '/approvals', { scheme })
      for (const path of pathsOf(person)) {
        await page.goto(console_.server.url + path)
        await settled(page)
        expect(await violationsOf(page), path).toEqual([])
      }
      await page.locator('.account-open').click()
      expect(await violationsOf(page), 'account menu').toEqual([])
      if (person === 'approver') {
        await page.goto(`${console_.server.url}/approvals/${request}`)
        await page.getByRole('button', { name: 'Deny', exact: true }).click()
        expect(await violationsOf(page), 'deny').toEqual([])
      }
      if (person === 'admin') {
        await page.goto(`${console_.server.url}/audit`)
        await page
          .getByRole('button', { name: /Request received/ })
          .first()
          .click()
        expect(await violationsOf(page), 'event').toEqual([])
      }
      await page.context().close()
    },
  )

  test.each([380, 1600])(
    'no page is wider than a window of %i px, in either reading direction',
    async (width) => {
      for (const person of people) {
        const page = await console_.open(person, '/approvals', { width })
        for (const path of pathsOf(person)) {
          await page.goto(console_.server.url + path)
          await settled(page)
          for (const direction of ['ltr', 'rtl']) {
            await page.evaluate((value) => (document.documentElement.dir = value), direction)
            const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
            expect(beyond, `${path} ${direction}`).toBeLessThanOrEqual(0)
          }
        }
        await page.context().close()
      }
    },
  )

  test('signing in returns to the page that was asked for, and signing out ends the session', async () => {
    const page = await console_.visit('/policy/versions')
    await signIn(page, `${console_.server.url}/policy/versions`, 'approver')
    expect(new URL(page.url()).pathname).toBe('/policy/versions')
    await page.getByRole('button', { name: 'Avery Approver' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    await page.context().close()
  })

  test('a session that ends while the console is open says so, in place', async () => {
    const page = await console_.visit('/')
    await signIn(page, `${console_.server.url}/register`, 'admin')
    await page.context().clearCookies()
    await page.getByRole('link', { name: 'Policy' }).click()
    await page.getByText('Your session has ended').waitFor()
    await page.context().close()
  })

  test('a rep sees neither devices nor the editor, and an unknown address says so', async () => {
    const page = await console_.open('rep', '/devices')
    await page.getByRole('heading', { name: 'Page not found' }).waitFor()
    expect(await page.getByRole('link', { name: 'Devices' }).count()).toBe(0)
    await page.goto(`${console_.server.url}/%E0%A4%A`).catch(() => null)
    await page.goto(`${console_.server.url}/policy/edit`)
    await page.getByRole('heading', { name: 'Page not found' }).waitFor()
    await page.context().close()
  })

  test('the theme follows the system until one is chosen, and the choice is kept', async () => {
    const page = await console_.open('rep', '/approvals', { scheme: 'dark' })
    const scheme = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await scheme()
    await page.getByRole('button', { name: 'Riley Rep' }).click()
    await page.getByLabel('Appearance').selectOption('light')
    expect(await scheme()).not.toBe(dark)
    await page.reload()
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light')
    await page.context().close()
  })

  test('F86 the register names what nothing enforces, exports whole and prints on one page', async () => {
    const page = await console_.open('admin', '/register')
    const title = await page.getByText(/^Nothing enforces \d+ of \d+ workflows$/).innerText()
    const [unbound, all] = title.match(/\d+/g)?.map(Number) ?? []
    await page.getByLabel('Which workflows').selectOption('unbound')
    expect(await page.locator('tbody tr').count()).toBe(unbound)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
    expect(lines[0]).toBe('id,workflow,tier,category,owner,approvers,logs,kpis,data risk,surfaces')
    expect(lines).toHaveLength((all ?? 0) + 1)
    await page.getByLabel('Which workflows').selectOption('all')
    const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(printed.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    await page.context().close()
  })

  test('audit events are filtered, and one opens with the exact text that was stored', async () => {
    const page = await console_.open('admin', '/audit')
    await page.getByLabel('Type').selectOption('approval.opened')
    await page.getByRole('button', { name: 'Show' }).click()
    await page
      .getByRole('button', { name: /Request received/ })
      .first()
      .click()
    const stored = await page.locator('.event-canonical').innerText()
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(stored))
    expect(await page.locator('.event-digest').innerText()).toBe(Buffer.from(bytes).toString('hex'))
    await page.keyboard.press('Escape')
    await page.goto(`${console_.server.url}/audit?text=${encodeURIComponent('nothing holds these words')}`)
    await page.getByText('No event matches').waitFor()
    await page.context().close()
  })

  test('without the server the console says so, keeps what it shows, and comes back by itself', async () => {
    const page = await console_.open('admin', '/register')
    await settled(page)
    await console_.server.kill()
    await page.getByRole('link', { name: 'Devices' }).click()
    await page.getByText('No contact with the server').waitFor()
    await page.getByText('The server cannot be reached').waitFor()
    await console_.server.start()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('No contact with the server').waitFor({ state: 'detached' })
    await page.context().close()
  })
})

/** The page has said what it has to say: nothing is loading and the tables are there. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1, main h2').first().waitFor({ state: 'attached' })
  await page.waitForFunction(() => !document.querySelector('.page-loading, .findings [role=status]'))
}
