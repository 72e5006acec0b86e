import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../../policy/bundle.ts'
import { compileSlice } from '../../../policy/compile.ts'
import { effectOf } from '../../../policy/effect.ts'
import starter from '../../../policy/starter/starter-policy.json' with { type: 'json' }
import { checkPacks } from '../../../sites/registry.ts'
import { badgesAt, shownBadges } from '../../e2e/badges.ts'
import { buildBundle } from '../../policy/build.ts'
import { actionsOf, serveLightning } from '../../support/lightning/serve-app.ts'
import { openStage, settleRequests, type Stage } from '../support/stage.ts'

interface Place {
  readonly id: string
  readonly path: string
  readonly steps: readonly string[]
  readonly control: string
}
interface GovernedPlace extends Place {
  readonly badge: string
  readonly triggers: readonly string[]
  readonly request: string | null
}
const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../sites/lightning/expected.json'), 'utf8'),
) as { readonly places: readonly GovernedPlace[]; readonly lookAlikes: readonly (Place & { why: string })[] }
const placeNamed = (id: string) => expected.places.find((one) => one.id === id)!

/** The starter policy, with changes of stage under approval: as it is, nothing would hold one. */
function slice() {
  const policy = structuredClone(starter) as unknown as { workflows: { id: string; tier: number }[] }
  for (const one of policy.workflows) if (one.id === 'stage-change') one.tier = 3
  const pack = checkPacks().good.find(({ id }) => id === 'lightning')!
  const state = { bundleDigest: '', lease: 'fresh', killed: [], reserved: {}, suggestions: [] } as const
  return compileSlice(buildBundle(policy as unknown as Policy), pack, state)
}

describe('Lightning in synthetic shadow, by its pack alone', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(serveLightning)
  })
  afterAll(() => stage?.close())

  async function arrive({ path, steps }: Place): Promise<Page> {
    const page = await stage.open(path, slice())
    for (const step of steps) await take(page, step)
    return page
  }
  /** There, with its badge: the engine has come, and knows the control. */
  async function arriveAt(place: GovernedPlace): Promise<Page> {
    const page = await arrive(place)
    const said = async () => (await badgesAt(page, page.locator(place.control))).map(({ name }) => name)
    await expect.poll(said, { message: place.id }).toEqual([expect.stringContaining(place.badge)])
    return page
  }
  const release = async ({ hold, action }: Awaited<ReturnType<typeof held>>, resume: boolean) =>
    stage.say({
      type: 'hold.released',
      hold,
      effect: effectOf(action),
      until: Date.now() + 60_000,
      resume,
    })
  const held = () => stage.next('action.held')
  /** What the calls that reached the server changed. */
  const changed = () =>
    stage.server.received.flatMap(({ body }) =>
      actionsOf(body).map(({ params }) => (params['recordInput'] as { fields: object } | undefined)?.fields),
    )

  test('the page is what it is called: its own scripts do not find the button that a content script finds', async () => {
    const page = await arrive(placeNamed('opportunity-save'))
    await page.locator("button[name='SaveEdit']").waitFor()
    const found = await page.evaluate(() => [
      document.querySelectorAll("button[name='SaveEdit']").length,
      document.querySelectorAll('.slds-path__mark-complete').length,
    ])
    expect(found).toEqual([0, 0])
  })

  test.each(expected.places)(
    'F1 F4 $id has one badge in words, nothing else has one, and it is held by button and keyboard',
    async (place) => {
      for (const trigger of place.triggers) {
        const page = await arriveAt(place)
        const names = (await shownBadges(page)).map(({ name }) => name.split(':')[0])
        expect(new Set(names).size).toBe(names.length)
        if (trigger === 'click') await page.locator(place.control).click()
        else if (trigger === 'Enter') await page.locator(place.control).press('Enter')
        else await page.keyboard.press(trigger)
        expect((await stage.next('action.held')).action.surface).toBe(place.id)
        await settleRequests(page, stage.server)
        expect(stage.server.received).toEqual([])
      }
    },
  )

  test('F5 after each of 50 client-side navigations, through both kinds of shadow and a frame, there are exactly the badges of the page', async () => {
    const page = await stage.open(placeNamed('list-export').path, slice())
    const names: Readonly<Record<string, readonly string[]>> = {
      Opportunities: ['Open the printable view of a list', 'Send an e-mail to a list'],
      'Acme renewal': ['Change the stage of an opportunity'],
      Acme: [],
      Pipeline: ['Export a report'],
      'Acme upgrade': ['Change the stage of an opportunity'],
    }
    const visits = Object.entries(names)
    for (let navigation = 0; navigation < 50; navigation += 1) {
      // By three: every page is met from several others.
      const [link, wanted] = visits[(navigation * 3) % visits.length]!
      await page.locator('nav').getByText(link, { exact: true }).click()
      const shown = async () =>
        (await shownBadges(page, true)).map(({ name }) => name.split(':')[0] ?? '').toSorted()
      await expect.poll(shown, { message: `navigation ${navigation}, ${link}` }).toEqual(wanted)
    }
  })

  test('an export of a report is held in the frame it is shown in, by button and keyboard, and runs once when it is released', async () => {
    for (const trigger of ['click', 'press'] as const) {
      const page = await stage.open(placeNamed('list-export').path, slice())
      await page.locator('nav').getByText('Pipeline', { exact: true }).click()
      const said = async () => (await shownBadges(page, true)).map(({ name }) => name)
      await expect.poll(said).toEqual([expect.stringContaining('Export a report')])
      const button = page.frameLocator('iframe').getByRole('button', { name: 'Export', exact: true })
      await (trigger === 'click' ? button.click() : button.press('Enter'))
      const stopped = await held()
      expect(stopped.action.surface).toBe('report-export')
      await settleRequests(page, stage.server)
      expect(stage.server.received).toEqual([])
      await release(stopped, true)
      const sent = () => stage.server.received.map(({ path }) => path)
      await expect.poll(sent).toEqual(['/report-export'])
      await settleRequests(page, stage.server)
      expect(sent()).toEqual(['/report-export'])
    }
  })

  test('a released save reaches the server once, and what was edited after the approval is held again', async () => {
    const page = await arriveAt(placeNamed('opportunity-save'))
    const save = page.locator(placeNamed('opportunity-save').control)
    await save.click()
    const first = await held()
    expect(first.action).toMatchObject({
      record: { type: 'Opportunity', ids: ['0064x00000AAAA1AAA'] },
      fields: [{ name: 'amount', before: 12_000, after: 80_000, beforeKnown: true }],
    })
    await release(first, false)
    await fill(page.locator("input[name='Amount']"), '80001')
    await save.click()
    const second = await held()
    expect(second.action.fields).toMatchObject([{ after: 80_001 }])
    expect(stage.server.received).toEqual([])
    await release(second, true)
    expect(await stage.next('action.settled')).toMatchObject({ hold: second.hold, outcome: 'done' })
    expect(changed()).toEqual([{ Amount: 80_001 }])
  })

  test('the call alone is held, by a script of the page and in one box with others; calls nobody governs leave', async () => {
    const page = await arriveAt(placeNamed('stage-complete'))
    const call = (descriptor: string, params: object) => ({ id: '1;a', descriptor, params })
    const post = (...actions: object[]) =>
      page.evaluate((message) => {
        const sent = new XMLHttpRequest()
        sent.open('POST', '/aura?r=9&other.Read.getItems=1')
        sent.send(new URLSearchParams({ message }))
      }, JSON.stringify({ actions }))
    const update = (recordId: string, fields: object) =>
      call('aura://RecordUiController/ACTION$updateRecord', { recordId, recordInput: { fields } })
    const read = call('aura://RecordUiController/ACTION$getRecordWithFields', {})
    await post(read, update('006A', { Amount: 70_000 }), update('006B', { Amount: 5, Name: 'Small' }))
    expect((await held()).action).toMatchObject({
      surface: 'opportunity-save',
      record: { ids: ['006A'] },
      fields: [{ name: 'amount', after: 70_000 }],
    })
    await post(update('006A', { StageName: 'Closed Won' }))
    expect((await held()).action).toMatchObject({
      surface: 'stage-complete',
      fields: [{ after: 'Closed Won' }],
    })
    expect(stage.server.received).toEqual([])
    await post(read)
    await post(update('001A', { AnnualRevenue: 99_000 }))
    await expect.poll(changed).toEqual([undefined, { AnnualRevenue: 99_000 }])
  })

  test('what is written in an editor two frames deep is what is reviewed', async () => {
    const page = await arriveAt(placeNamed('email-send'))
    await page.locator(placeNamed('email-send').control).click()
    const { action } = await held()
    expect(action).toMatchObject({ recipients: ['ana@alder.example'], unreadable: [] })
    expect(action.content.map(({ text }) => text)).toEqual([
      'Your order',
      'Dear Ana, the probes ship on Monday.',
    ])
  })

  test.each(expected.lookAlikes)('F4 $id has none: $why', async (place) => {
    const page = await arrive(place)
    const control = page.locator(place.control)
    await control.waitFor()
    // A badge comes within frames of its control; for a second none may have come.
    for (const until = Date.now() + 1000; Date.now() < until;) {
      expect(await badgesAt(page, control)).toEqual([])
      await page.waitForTimeout(200)
    }
  })
})

async function take(page: Page, step: string): Promise<void> {
  const [, verb = '', rest = ''] = /^(\w+):(.*)$/.exec(step) ?? []
  const [, target = '', value = ''] = /^(.*)=([^=\]]*)$/.exec(rest) ?? []
  if (verb === 'click') await page.locator(rest).click()
  else if (verb === 'hover') await page.locator(rest).hover()
  else if (verb === 'press') await page.keyboard.press(rest)
  else if (verb === 'fill') await fill(page.locator(target), value)
  else if (verb === 'write') {
    const editor = page.frameLocator('iframe').frameLocator('iframe')
    await editor.locator('body').click()
    await page.keyboard.type(rest)
  } else throw new Error(`nobody can ${verb}`)
}

/** A number field shows its value otherwise once it is being edited, and takes what is put in meanwhile for more of it. */
async function fill(field: Locator, value: string): Promise<void> {
  await field.focus()
  const written = async () => {
    await field.fill(value)
    return field.inputValue()
  }
  await expect.poll(written).toBe(value)
}
