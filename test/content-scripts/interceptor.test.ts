import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effectOf } from '../../policy/effect.ts'
import { badges } from './support/badges.ts'
import { buildSlice } from './support/slices.ts'
import { openStage, settleRequests, type Stage } from './support/stage.ts'

const amount = '.active input[name=amount]'
const save = '.active [data-action=save]'

describe('interceptor', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  const openDeal = async (slice = buildSlice()) => {
    const page = await stage.open('/deal#/deal/7', slice)
    await expect.poll(() => badges(page).then((shown) => shown.length)).toBeGreaterThan(0)
    return page
  }
  const seen = (page: Awaited<ReturnType<typeof openDeal>>, type: string) =>
    page.evaluate(
      (wanted) => (window as never as { seen: unknown[][] }).seen.filter(([one]) => one === wanted),
      type,
    )

  test('an allowed save is the untouched native event, recorded once with what it does', async () => {
    const page = await openDeal()
    await page.fill(amount, '20,000')
    await page.click(save)
    const { fact } = await stage.next('action.reported')
    await expect.poll(() => stage.server.received.length).toBe(1)
    expect(await seen(page, 'click')).toEqual([['click', true, 'save']])
    expect(await seen(page, 'submit')).toEqual([['submit', true, 'form']])
    expect(fact.subject).toMatchObject({
      surface: 'deal-save',
      record: { type: 'deal', ids: ['7'] },
      workflow: 'deals',
    })
    expect(fact.detail).toMatchObject({
      action: {
        trigger: 'click',
        actor: 'person',
        fields: [{ name: 'amount', before: 12_000, after: 20_000 }],
      },
    })
    await settleRequests(page, stage.server)
    expect(await stage.all('action.reported')).toEqual([])
    const rows = await (await stage.chromium.worker()).evaluate(() => chrome.storage.local.get())
    expect(Object.keys(rows)).toContain(`inbox.${fact.id}`)
  })

  test('an allowed save by Ctrl+S with the field still focused is recorded with the value that is being typed', async () => {
    const page = await openDeal()
    await page.fill(amount, '30,000')
    await page.keyboard.press('Control+s')
    const { fact } = await stage.next('action.reported')
    expect(fact.detail).toMatchObject({ action: { trigger: 'keys', fields: [{ after: 30_000 }] } })
    await expect.poll(() => stage.server.received.length).toBe(1)
    expect(await stage.all('action.reported')).toEqual([])
  })

  test('a field that is edited before the worker is awake is a change, of which nobody knows from what', async () => {
    const page = await stage.open('/deal#/deal/7', null)
    await page.fill(amount, '30,000')
    await stage.adopt(buildSlice())
    await expect.poll(() => badges(page).then((shown) => shown.length)).toBeGreaterThan(0)
    await page.click(save)
    const { fact } = await stage.next('action.reported')
    expect(fact.detail).toMatchObject({
      action: { fields: [{ name: 'amount', before: null, after: 30_000, beforeKnown: false }] },
    })
  })

  test('a save of nothing is nothing to govern', async () => {
    const page = await openDeal()
    await page.click(save)
    await settleRequests(page, stage.server)
    expect(await stage.all('action.reported')).toEqual([])
    expect(await page.evaluate(() => (window as never as { saves: number }).saves)).toBe(1)
  })

  for (const [how, act] of [
    ['mouse', (page) => page.click(save)],
    ['Enter on the button', (page) => page.press(save, 'Enter')],
    ['Space on the button', (page) => page.press(save, ' ')],
    ['Ctrl+S', (page) => page.press(amount, 'Control+s')],
    ['Enter in the field', (page) => page.press(amount, 'Enter')],
    [
      'requestSubmit',
      (page) => page.evaluate(() => document.querySelectorAll<HTMLFormElement>('form')[1]?.requestSubmit()),
    ],
    ['a scripted click', (page) => page.$eval(save, (button) => (button as HTMLElement).click())],
    ['dispatchEvent', (page) => page.$eval(save, (button) => button.dispatchEvent(new MouseEvent('click')))],
  ] as [string, (page: Awaited<ReturnType<typeof openDeal>>) => Promise<unknown>][]) {
    test(`a save above the limit is held by ${how}: one hold, nothing of the page runs`, async () => {
      const page = await openDeal()
      await page.fill(amount, '80,000')
      await act(page)
      const { action } = await stage.next('action.held')
      expect(action.fields).toMatchObject([
        { name: 'amount', before: 12_000, after: 80_000, beforeKnown: true },
      ])
      await settleRequests(page, stage.server)
      expect(stage.server.received).toEqual([])
      expect(await stage.all('action.held')).toEqual([])
      expect(await page.evaluate(() => (window as never as { saves: number }).saves)).toBe(0)
      expect(await page.inputValue(amount)).toBe('80,000')
    })
  }

  test('F9 a scripted click is an agent, a trusted one a person', async () => {
    const page = await openDeal(buildSlice({ launch: 2 }))
    await page.$eval('[data-action=launch]', (button) => (button as HTMLElement).click())
    expect((await stage.next('action.held')).action).toMatchObject({ trigger: 'script', actor: 'agent' })
    expect(await page.evaluate(() => (window as never as { launches?: number }).launches)).toBeUndefined()
    await page.click('[data-action=launch]')
    expect((await stage.next('action.reported')).fact.detail).toMatchObject({ action: { actor: 'person' } })
    expect(await page.evaluate(() => (window as never as { launches?: number }).launches)).toBe(1)
  })

  test('a released save reaches the server once, a second identical one is held again', async () => {
    const page = await openDeal()
    await page.fill(amount, '80,000')
    await page.click(save)
    const { hold, action } = await stage.next('action.held')
    await stage.say({
      type: 'hold.released',
      hold,
      effect: effectOf(action),
      until: Date.now() + 10_000,
      resume: true,
    })
    expect(await stage.next('action.settled')).toMatchObject({ hold, outcome: 'done', status: 200 })
    expect(stage.server.received.map(({ body }) => JSON.parse(body))).toEqual([
      { action: 'deal.save', id: '7', values: { amount: 80_000 } },
    ])
    expect(await stage.all('action.reported')).toEqual([])
    await page.fill(amount, '90,000')
    await page.click(save)
    expect((await stage.next('action.held')).action.fields).toMatchObject([{ before: 80_000, after: 90_000 }])
  })

  test('a save held by Ctrl+S runs by its button when it is released', async () => {
    const page = await openDeal()
    await page.fill(amount, '80,000')
    await page.press(amount, 'Control+s')
    const { hold, action } = await stage.next('action.held')
    await stage.say({
      type: 'hold.released',
      hold,
      effect: effectOf(action),
      until: Date.now() + 10_000,
      resume: true,
    })
    expect(await stage.next('action.settled')).toMatchObject({ hold, outcome: 'done' })
    expect(stage.server.received).toHaveLength(1)
  })

  test("the key after a held key is the page's again", async () => {
    const page = await openDeal()
    await page.fill(amount, '80,000')
    await page.press(amount, 'Control+s')
    await stage.next('action.held')
    await page.focus('.active input[name=title]')
    // Long enough for a panel that is still loading to come.
    await page.keyboard.type('anew', { delay: 50 })
    expect(await page.inputValue('.active input[name=title]')).toContain('anew')
  })

  test('F33 what was changed after the release is held again', async () => {
    const page = await openDeal()
    await page.fill(amount, '80,000')
    await page.click(save)
    const { hold, action } = await stage.next('action.held')
    await stage.say({
      type: 'hold.released',
      hold,
      effect: effectOf(action),
      until: Date.now() + 10_000,
      resume: false,
    })
    await page.fill(amount, '80,001')
    expect((await stage.next('hold.edited')).action.fields).toMatchObject([{ after: 80_001 }])
    await page.click(save)
    expect((await stage.next('action.held')).action.fields).toMatchObject([{ after: 80_001 }])
    expect(stage.server.received).toEqual([])
  })

  test('a gesture before the slice waits for it and is then decided', async () => {
    const page = await stage.open('/deal#/deal/7', null)
    await page.fill(amount, '80,000')
    await page.click('[data-action=launch]')
    await page.click(save)
    expect(await page.evaluate(() => (window as never as { launches?: number }).launches)).toBeUndefined()
    await stage.adopt(buildSlice())
    await stage.next('action.held')
    expect(stage.server.received).toEqual([])
  })

  test('after document.open the gate stands', async () => {
    const page = await openDeal()
    const html = await page.content()
    await page.evaluate((text) => {
      document.open()
      document.write(text)
      document.close()
    }, html)
    await page.fill(amount, '80,000')
    await page.click(save)
    await stage.next('action.held')
    expect(stage.server.received).toEqual([])
  })

  test.for(['press', 'quiet'] as const)(
    'a control in a closed shadow root is held when a script says %s',
    async (how) => {
      const page = await openDeal(buildSlice({ launch: 3 }))
      await page.evaluate(() => {
        const host = document.createElement('div')
        const root = host.attachShadow({ mode: 'closed' })
        root.innerHTML = '<button data-action="launch">Launch inside</button>'
        document.querySelector('[data-action=launch]')?.replaceWith(host)
        const button = root.querySelector('button')
        button?.addEventListener('click', () => Object.assign(window, { launches: 1 }))
        Object.assign(window, {
          press: () => button?.click(),
          quiet: () => button?.dispatchEvent(new Event('click')),
        })
      })
      await expect
        .poll(() => badges(page).then((shown) => shown.map(({ name }) => name).join()))
        .toContain('Launch')
      await page.evaluate((name) => (window as never as Record<string, () => void>)[name]?.(), how)
      await stage.next('action.held')
      expect(await page.evaluate(() => (window as never as { launches?: number }).launches)).toBeUndefined()
    },
  )

  test('an error that the page throws into our way stops neither the page nor the gate', async () => {
    const page = await openDeal()
    await page.evaluate(() => {
      for (const name of ['preventDefault', 'stopImmediatePropagation', 'composedPath'] as const)
        Event.prototype[name] = () => {
          throw new Error('thrown by the page')
        }
      addEventListener('click', () => {
        throw new Error('thrown by the page')
      })
    })
    await page.click('[data-action=launch]')
    await stage.next('action.reported')
    expect(await page.evaluate(() => (window as never as { launches?: number }).launches)).toBe(1)
    await page.fill(amount, '80,000')
    await page.click(save)
    await stage.next('action.held')
  })
})
