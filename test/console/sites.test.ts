import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { picture, startConsole } from './console.ts'
import type { Console } from './console.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

const sound = (page: Page) => page.getByText(/Nothing to correct|Can be published/).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

describe('sites', () => {
  test('the matrix says per surface what is held where, and what can only be recorded', async () => {
    const page = await console_.open('admin', '/sites/tryton')
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    await row('opportunity-save').getByText('In the page').first().waitFor()
    expect(await page.getByText('What goes round the control cannot be stopped.').count()).toBeGreaterThan(0)
    await page.context().close()
  })

  test('a site is added, described, bound and published by filling in a form; a change of it waits for a second person', async () => {
    const page = await console_.open('admin', '/sites')
    await page.getByRole('button', { name: 'Add a site' }).click()
    await button(page, 'Create the draft').click()
    await page.getByText('Enter a name with at least one letter or digit.').waitFor()
    // Another one in a second try.
    await page.getByLabel('Name').fill(`Acme CRM ${randomUUID().slice(0, 8)}`)
    await page.getByLabel('Address').fill('https://crm.acme.test/deals/7')
    expect(await violationsOf(page)).toEqual([])
    await button(page, 'Create the draft').click()

    await page.getByRole('navigation', { name: 'Parts of the pack' }).waitFor()
    await page.getByText('has no workflow, so everything done there is refused').first().waitFor()
    await page.getByLabel('Name').first().fill('Save a deal')
    await page.getByLabel('Id', { exact: true }).fill('deal save')
    // The mistake is told at its field, in words, while it is typed.
    await page.getByRole('alert').getByText('may hold small letters, digits, dots and dashes only').waitFor()
    expect(await page.getByRole('button', { name: 'Publish …' }).isDisabled()).toBe(true)
    await page.getByLabel('Id', { exact: true }).fill('deal-save')
    await page.getByLabel('Workflow').selectOption({ index: 1 })
    await button(page, 'Add a request').click()
    await page.getByRole('group', { name: 'Request 1' }).getByLabel('Address').fill('/api/deals/{id}')
    await page.getByLabel('Behind the control').selectOption('page-world')
    await sound(page)
    expect(await violationsOf(page)).toEqual([])

    // A wrong turn is taken back by the keyboard.
    await page.getByLabel('Name').first().fill('Nonsense')
    await page.keyboard.press('Control+z')
    expect(await page.getByLabel('Name').first().inputValue()).toBe('Save a deal')
    await page.reload()
    expect(await page.getByLabel('Name').first().inputValue()).toBe('Save a deal')

    await publish(page, 'A new tool')
    await page.getByRole('tab', { name: 'What it can do' }).click()
    await page.getByText('POST /api/deals/{id}').waitFor()
    await page.getByText('Version 1').first().waitFor()

    await page.getByRole('tab', { name: 'Edit' }).click()
    await page.getByLabel('Name').first().fill('Save any deal')
    // What a published pack finds could now be less: one person alone does not publish that.
    await publish(page, 'Clearer')
    await page.getByText('A second person has to confirm this').waitFor()
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByText('A new tool').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })

  test('F7 a page that no longer looks as its pack says is listed, with how it is built now', async () => {
    const device = await console_.device()
    await device.send('/v1/events', { events: [degraded(device.id)] })
    const page = await console_.open('admin', '/sites')
    const row = page.getByRole('row').filter({ hasText: 'Save an opportunity' })
    await row.getByText('Found by what is left; no longer by: Attributes').waitFor()
    await row.getByText('Not mended').waitFor()
    await picture(page, 'site-health')
    await row.getByRole('button', { name: 'How it is built' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByText('form>button[data-command type type=submit]').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await picture(page, 'site-health-built')
    await dialog.getByRole('link', { name: 'Change the pack' }).click()
    await page.getByRole('navigation', { name: 'Parts of the pack' }).waitFor()
    await page.getByRole('tab', { name: 'What it can do' }).click()
    await page.getByRole('region', { name: 'Pages that changed' }).waitFor()
    await page.context().close()
  })

  test('two people who edit one draft lose nothing, and the second decides whose goes on', async () => {
    const first = await console_.open('admin', '/sites/practice?view=edit')
    const second = await console_.open('admin', '/sites/practice?view=edit')
    for (const [page, name] of [
      [first, 'First'],
      [second, 'Second'],
    ] as const) {
      await page.getByLabel('Name').first().fill(name)
      await sound(page)
    }
    await button(first, 'Save draft').click()
    await first.getByText('Draft saved by Alex Admin').waitFor()
    await button(second, 'Save draft').click()
    await second.getByText('This draft was changed while you were editing').waitFor()
    expect(await second.getByLabel('Name').first().inputValue()).toBe('Second')
    await button(second, 'Go on with mine').click()
    await button(second, 'Save draft').click()
    await second.getByText('Draft saved by Alex Admin').waitFor()
    await button(second, 'Discard …').click()
    await second.locator('dialog[open]').getByRole('button', { name: 'Discard …' }).click()
    await second.getByText('As in force').waitFor()
    await first.context().close()
    await second.context().close()
  })

  test('a saved page shows which locators agree; nothing of it runs or is loaded', async () => {
    const page = await console_.open('admin', '/sites/practice?view=test')
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.getByLabel('Address of the page').fill('/#/opportunity/7')
    await page.getByLabel('Or its HTML').fill(savedPage)
    const save = page.getByRole('listitem').filter({ hasText: 'Save an opportunity' })
    await save.getByText('Found', { exact: true }).waitFor()
    await save.getByText('% of the weight agrees').waitFor()
    await save.getByText('button[data-action="save"]').first().waitFor()
    await save.getByRole('button', { name: /Show it/ }).click()
    const shown = page.frames().find((frame) => frame !== page.mainFrame())
    expect(await shown?.locator('[data-found~=shown]').getAttribute('data-action')).toBe('save')
    expect(await shown?.locator('script, iframe, [onclick]').count()).toBe(0)
    // What the console itself asks its server now and then is not of the saved page.
    expect(asked.filter((url) => !url.startsWith(`${console_.server.url}/v1/`))).toEqual([])
    expect(await page.title()).not.toContain('hacked')
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })

  test('text that is no JSON changes nothing, and a mistake in the pack is marked in the text', async () => {
    const page = await console_.open('admin', '/sites/practice?view=edit')
    await button(page, 'As JSON').click()
    const text = page.getByRole('textbox', { name: 'Site pack as JSON' })
    const whole = await text.inputValue()
    await text.fill(whole.replace('"format": 1,', '"format": 1'))
    await page.getByText('A comma or the closing bracket is missing').waitFor()
    await text.fill(whole.replace('"threshold": 4', '"threshold": 400'))
    await page.getByText('can never be reached').first().waitFor()
    await button(page, 'Undo').click()
    expect(await text.inputValue()).toBe(whole)
    await page.context().close()
  })

  test('disabling asks why, and waits for a second person', async () => {
    const page = await console_.open('admin', '/sites/roundcube')
    await button(page, 'Disable …').click()
    expect(await violationsOf(page)).toEqual([])
    const dialog = page.locator('dialog[open]')
    await dialog.getByLabel('Why this change').fill('Moved away')
    await dialog.getByRole('button', { name: 'Disable …' }).click()
    // Of two proposals the second waits for the first: the test before this one has made one.
    const waits = page.getByText('A second person has to confirm this')
    await waits.or(dialog.getByRole('alert')).first().waitFor()
    await page.context().close()
  })
})

async function publish(page: Page, why: string): Promise<void> {
  await sound(page)
  await page.getByRole('button', { name: 'Publish …' }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByLabel('Why this change').fill(why)
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

function degraded(device: string) {
  const none = { operation: null, workflow: null, tier: null, record: null, digest: null, hold: null }
  return {
    ...{
      id: randomUUID(),
      type: 'surface.degraded',
      device,
      sequence: 1,
      previous: null,
      pageReported: false,
    },
    ...{ at: new Date().toISOString(), bundleVersion: 1 },
    subject: { site: 'practice', account: 'crm.acme.test', surface: 'opportunity-save', ...none },
    detail: {
      missing: ['attribute'],
      fingerprint: 'main>form>input[name type type=text]\nmain>form>button[data-command type type=submit]',
    },
  }
}

const savedPage = `<!doctype html><html><head><meta name="application-name" content="countersign-practice-crm">
  <meta http-equiv="refresh" content="0;url=/away"><style>.off{display:none} body{background:url(https://elsewhere.test/a.png)}</style>
  <script>parent.document.title = 'hacked'</script></head><body onload="parent.document.title='hacked'">
  <form class="record" action="/x"><input name="amount" value="7" style="color:red"><img src="https://elsewhere.test/b.png">
  <button class="off" type="submit" data-action="save">Save</button>
  <button type="submit" data-action="save" onclick="parent.document.title='hacked'">Save</button></form>
  <iframe src="https://elsewhere.test/"></iframe></body></html>`
