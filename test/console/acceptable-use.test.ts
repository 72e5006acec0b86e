import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { picture, startConsole } from './console.ts'
import type { Console } from './console.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

describe('acceptable use', () => {
  test.each(['light', 'dark'] as const)(
    'S105 S109 S110 S111 a rep reads tiers, what is always signed off, limits, words and data on one page, in %s',
    async (scheme) => {
      const page = await console_.open('rep', '/acceptable-use', { scheme })
      const part = (name: string) =>
        page.locator('.use section').filter({ has: page.getByRole('heading', { name, exact: true }) })
      await part('What AI may do').getByText('Runs alone, inside fixed limits.').waitFor()
      expect(await part('Always signed off by a person').innerText()).toMatch(/Pricing[\s\S]*Export/)
      const limits = await part('Limits in numbers').innerText()
      expect(limits).toMatch(/at once/)
      expect(limits).toMatch(/%/)
      expect(limits).toMatch(/export/i)
      expect(await part('Words that are held').innerText()).toContain('guarantee')
      expect(await part('What nobody does').innerText()).toContain('purchased lists')
      expect(await violationsOf(page)).toEqual([])
      await page.context().close()
    },
  )

  test('S106 S112 S113 S114 an admin writes data, logging, retention and vendors in a form, publishes, and a rep reads them', async () => {
    const page = await console_.open('admin', '/policy/build')
    const card = page.locator('.ui-card .ui-card').filter({ hasText: 'The words of the page' })
    await card.getByRole('button', { name: 'Change' }).click()
    await page.getByLabel('Data AI may use').fill('Published prices\n\n  Names of our products ')
    await page.getByLabel('Data AI must never be given').fill('Salaries')
    await page.getByLabel('What is recorded').fill('Everything that is held.')
    await page.getByLabel('How long it is kept').fill('Seven years.')
    await page.getByLabel('Who else sees data').fill('Model Host; drafts mails; no training; 30 days')
    await page.getByRole('button', { name: 'Change in the draft' }).click()
    await page.getByText('The acceptable-use words are changed in the draft.').waitFor()
    await page.getByRole('button', { name: 'Publish …' }).click()
    await page.getByLabel('Why this change').fill('Written with legal')
    await page.getByRole('button', { name: /^Publish$/ }).click()
    await page.getByText(/is published/).waitFor()

    const rep = await console_.open('rep', '/acceptable-use')
    const text = () => rep.locator('.use').innerText()
    await rep.getByText('Names of our products').waitFor()
    for (const said of [
      'Published prices',
      'Salaries',
      'Everything that is held.',
      'Seven years.',
      'drafts mails no training 30 days',
    ])
      expect(await text()).toContain(said)
    await rep.context().close()
    await page.context().close()
  })
})

describe('term lists', () => {
  test('a pasted column becomes a list, says what it left out and what is too long, and is undone', async () => {
    const page = await console_.open('admin', '/policy/build')
    await page.getByRole('button', { name: 'New list' }).click()
    const dialog = page.getByRole('dialog')
    await dialog
      .getByLabel('Terms')
      .fill(`risk-free => low-risk\n\nRisk-Free\nno questions asked\n${'x'.repeat(201)}`)
    await dialog.getByText('Line 5 is too long').waitFor()
    await dialog.getByRole('button', { name: 'Add to the draft' }).click()
    await dialog.getByText('Name the list.').waitFor()
    await dialog.getByLabel('Name', { exact: true }).fill('Promises')
    await dialog.getByLabel('Terms').fill('risk-free => low-risk\n\nRisk-Free\nno questions asked')
    await dialog.getByText('2 terms. 1 that was there twice is left out.').waitFor()
    await dialog.getByRole('button', { name: 'Add to the draft' }).click()
    const lists = page
      .locator('.ui-card .ui-card')
      .filter({ has: page.getByRole('heading', { name: 'Term lists' }) })
    const made = lists.locator('.rule').filter({ hasText: 'Promises' })
    await made.getByText('No rule names it yet.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => made.count()).toBe(0)
    await page.context().close()
  })

  test('a list that a rule names stays, and what is changed in it is published', async () => {
    const page = await console_.open('admin', '/policy/build')
    const lists = page
      .locator('.ui-card .ui-card')
      .filter({ has: page.getByRole('heading', { name: 'Term lists' }) })
    const first = lists.locator('.rule').filter({ hasText: 'Named by' }).first()
    const name = (await first.getByRole('heading').innerText()).trim()
    expect(await first.getByRole('button', { name: /^Remove/ }).isDisabled()).toBe(true)
    await first.getByRole('button', { name: /^Change/ }).click()
    const terms = page.getByRole('dialog').getByLabel('Terms')
    await terms.fill(`${await terms.inputValue()}\nrisk-free forever => low risk`)
    await page.getByRole('button', { name: 'Change in the draft' }).click()
    await page.getByText(`The list “${name}” is changed in the draft.`).waitFor()
    await page.getByRole('button', { name: 'Publish …' }).click()
    await page.getByLabel('Why this change').fill('Seen in a mail')
    await page.getByRole('button', { name: /^Publish$/ }).click()
    await page.getByText(/is published/).waitFor()
    const published = await page.evaluate(async () => (await fetch('/v1/policy')).json() as Promise<any>)
    const list = published.policy.lists.find((one: { name: string }) => one.name === name)
    expect(list.terms.at(-1)).toEqual({ term: 'risk-free forever', approved: 'low risk' })
    await page.context().close()
  })

  test('names that may be given are a list of their own, which stays while another minds it', async () => {
    const page = await console_.open('admin', '/policy/build')
    const dialog = page.getByRole('dialog')
    const make = async (name: string, terms: string, unless: string | null) => {
      await page.getByRole('button', { name: 'New list' }).click()
      await dialog.getByLabel('Name', { exact: true }).fill(name)
      await dialog.getByLabel('Terms').fill(terms)
      if (unless !== null) await dialog.getByLabel('A term counts').selectOption({ label: unless })
      if (unless !== null) await picture(page, 'list-of-names')
      await dialog.getByRole('button', { name: 'Add to the draft' }).click()
      await page.getByText(`The list “${name}” is in the draft.`).waitFor()
    }
    await make('Partners', 'Acme Robotics', null)
    await make('Partnership', 'our partner', 'Only before a name that is not in “Partners”')
    const lists = page
      .locator('.ui-card .ui-card')
      .filter({ has: page.getByRole('heading', { name: 'Term lists' }) })
    const names = lists.locator('.rule').filter({ hasText: 'Named by Partnership' })
    expect(await names.getByRole('button', { name: 'Remove “Partners”' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Publish …' }).click()
    await page.getByLabel('Why this change').fill('Partners gave their consent')
    await page.getByRole('button', { name: /^Publish$/ }).click()
    await page.getByText(/is published/).waitFor()
    const published = await page.evaluate(async () => (await fetch('/v1/policy')).json() as Promise<any>)
    const made = published.policy.lists.find((one: { id: string }) => one.id === 'partnership')
    expect(made).toMatchObject({ unless: 'partners', terms: [{ term: 'our partner' }] })
    await page.context().close()
  })
})
