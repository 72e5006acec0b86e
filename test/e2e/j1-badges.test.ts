import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { login, openList, openRecord } from '../support/tryton-page.ts'
import { expected, type Place, placeLocator, takeSteps } from '../support/tryton-places.ts'
import type { TrytonUser } from '../support/tryton.ts'
import { badgesAt, shownBadges } from './badges.ts'
import { raiseStage, type Stage } from './stage.ts'

let stage: Stage
/** Who the browser is signed in as at Tryton; every tab shares it. */
let signedIn: TrytonUser | '' = ''
let page: Page | undefined
let isClean = true

beforeAll(async () => {
  stage = await raiseStage()
})
afterAll(() => stage?.strike())

async function leave(): Promise<void> {
  await page?.close()
  page = undefined
}

const draft = 'Draft'
const withApproval = 'With approval'

/** What the badge of each place has to say: what the control does, and the tier in words. */
const words: Readonly<Record<string, readonly [what: string, tier: string]>> = {
  'opportunity-save': ['Save an opportunity', draft],
  // Moved by two months, it would ask for an approval.
  'opportunity-save-close-date': ['Save an opportunity', withApproval],
  'opportunity-save-in-tab-menu': ['Save an opportunity from the menu', draft],
  'opportunity-close-save': ['Save a changed opportunity while leaving it', draft],
  'opportunity-leave-save': ['Save a changed opportunity while leaving it', draft],
  'opportunity-create': ['Save a new opportunity', draft],
  'opportunity-opportunity': ['Convert to an opportunity', draft],
  'opportunity-convert': ['Convert an opportunity to a sale', draft],
  'opportunity-lost': ['Mark an opportunity lost', draft],
  'opportunity-cancel': ['Cancel an opportunity', draft],
  'opportunity-lead': ['Set back to a lead', draft],
  'opportunity-stage-with-edit': ['Convert to an opportunity', draft],
  'email-send': ['Send an e-mail', draft],
  'email-send-from-keys': ['Send an e-mail', draft],
  'email-send-from-party': ['Send an e-mail', draft],
  'marketing-send': ['Send a marketing message', withApproval],
  'scenario-run': ['Start a marketing scenario', withApproval],
  'export-selected': ['Export records', withApproval],
  'export-listed': ['Export records', withApproval],
  'sale-line-discount-save': ['Save a discount on a quote', draft],
  'user-save': ['Save a user', withApproval],
  'group-save': ['Save a group', withApproval],
}

const places = expected.places.filter(({ must }) => must)
const of = <Kind extends Place>(list: readonly Kind[], user: string) =>
  list.filter((one) => one.user === user)

describe('badges in a client with many tabs', () => {
  test('J1 F5 after each of 50 client-side navigations the visible page has its badges, each once', async () => {
    await leave()
    const page = await arrive({ id: '', user: 'rep', hash: 'model/sale.opportunity', steps: [], control: '' })
    const always = [
      'Mark an opportunity lost: Draft',
      'Cancel an opportunity: Draft',
      'Save an opportunity: Draft',
    ]
    const records: readonly [model: string, id: number, names: readonly string[]][] = [
      ['sale.opportunity', 4, [...always, 'Convert to an opportunity: Draft']],
      [
        'sale.opportunity',
        3,
        [...always, 'Convert an opportunity to a sale: Draft', 'Set back to a lead: Draft'],
      ],
      ['party.party', 3, []],
      ['sale.sale', 2, ['Save a discount on a quote: Draft']],
      ['marketing.email.message', 1, ['Send a marketing message: With approval']],
      ['sale.opportunity', 5, [...always, 'Convert to an opportunity: Draft']],
    ]
    const tabs = page.locator('#tablist > li > a')
    for (const [model, id] of records) await openRecord(page, stage.tryton, model, id)
    const shown = async () => (await shownBadges(page)).map(({ name }) => name.split('.')[0] ?? '')
    // The first tab is the list, which has none.
    const visits = [[], ...records.map(([, , names]) => names)]
    for (let navigation = 0; navigation < 50; navigation += 1) {
      // By three: the next tab is another kind of page, and every tab is met from several others.
      const tab = (navigation * 3) % visits.length
      // At its name: in the middle of a narrow one is the cross that closes it.
      await tabs.nth(tab).click({ position: { x: 12, y: 12 } })
      const wanted = inOrder(visits[tab]!)
      await expect
        .poll(async () => inOrder(await shown()), { message: `navigation ${navigation}, tab ${tab}` })
        .toEqual(wanted)
    }
  })
})

describe.each(['rep', 'admin'] as const)('badges for the %s of Tryton', (user) => {
  test.each(of(places, user))('J1 F1 S025 $id has one badge that names its tier in words', async (place) => {
    const page = await arrive(place)
    const [what, tier] = words[place.id]!
    const control = placeLocator(page, place.control)
    const said = async () => (await badgesAt(page, control)).map(({ name }) => name)
    await expect.poll(said, { message: place.id }).toEqual([expect.stringContaining(`${what}: ${tier}.`)])
    const [badge] = await badgesAt(page, control)
    expect(badge!.role).toBe('button')
    expect(badge!.text).toContain(tier)
    await expectNoTwins(page)
  })

  test.each(of(expected.lookAlikes, user))('J1 F4 $id has none: $why', async (place) => {
    const page = await arrive(place)
    const control = placeLocator(page, place.control)
    await control.waitFor()
    // A badge comes within frames of its control; for a second none may have come.
    for (const until = Date.now() + 1000; Date.now() < until;) {
      expect((await badgesAt(page, control)).map(({ name }) => name)).toEqual([])
      await page.waitForTimeout(200)
    }
  })
})

function inOrder(names: readonly string[]): readonly string[] {
  return names.toSorted((left, right) => left.localeCompare(right))
}

/** Pages that nothing was done on are used again: the client opens one more tab in them. */
async function arrive({ user, hash, steps }: Place): Promise<Page> {
  if (signedIn !== user) await signIn(user)
  if (!isClean) await leave()
  page ??= await stage.chromium.context.newPage()
  isClean = steps.length === 0
  const [, model = '', id] = hash.split('/')
  if (!page.url().includes(`#${stage.tryton.database}/${hash};`))
    await (id === undefined
      ? openList(page, stage.tryton, model)
      : openRecord(page, stage.tryton, model, Number(id)))
  await takeSteps(page, steps)
  return page
}

async function signIn(user: TrytonUser): Promise<void> {
  if (signedIn) await signOut()
  await leave()
  page = await stage.chromium.context.newPage()
  await login(page, stage.tryton, user)
  signedIn = user
}

async function signOut(): Promise<void> {
  await leave()
  const at = (page = await stage.chromium.context.newPage())
  await openList(at, stage.tryton)
  await at.locator('#user-logout > a').click()
  await at.locator('.modal.in').getByRole('button', { name: 'OK' }).click()
  await at.locator('.modal.in #login').waitFor()
}

async function expectNoTwins(at: Page): Promise<void> {
  const names = (await shownBadges(at)).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
}
