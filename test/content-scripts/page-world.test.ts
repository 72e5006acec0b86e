import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effectOf } from '../../policy/effect.ts'
import { badges } from './support/badges.ts'
import { buildSlice, postSurface, saveSurface } from './support/slices.ts'
import { openStage, settleRequests, type Stage } from './support/stage.ts'

const large = JSON.stringify({ action: 'deal.save', id: '7', values: { amount: 80_000 } })
const small = JSON.stringify({ action: 'deal.save', id: '7', values: { amount: 20_000 } })

describe('page world', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  const openDeal = async (slice = buildSlice()) => {
    const page = await stage.open('/deal#/deal/7', slice)
    await expect.poll(() => badges(page).then((shown) => shown.length)).toBeGreaterThan(0)
    // What leaves within five seconds of a person's gesture counts as theirs.
    await page.mouse.click(5, 5)
    return page
  }
  const release = async (page: Page) => {
    const { hold, action } = await stage.next('action.held')
    await settleRequests(page, stage.server)
    expect(stage.server.received).toEqual([])
    await stage.say({
      type: 'hold.released',
      hold,
      effect: effectOf(action),
      until: Date.now() + 10_000,
      resume: true,
    })
    return { hold, action }
  }

  const ways: Record<string, (page: Page, body: string) => Promise<unknown>> = {
    fetch: (page, body) =>
      page.evaluate((text) => void fetch('/api/actions', { method: 'POST', body: text }), body),
    'fetch of a Request': (page, body) =>
      page.evaluate((text) => void fetch(new Request('/api/actions', { method: 'post', body: text })), body),
    'fetch of a Blob': (page, body) =>
      page.evaluate((text) => void fetch('/api/actions', { method: 'POST', body: new Blob([text]) }), body),
    'fetch of bytes': (page, body) =>
      page.evaluate(
        (text) => void fetch('/api/actions', { method: 'POST', body: new TextEncoder().encode(text) }),
        body,
      ),
    'fetch of an about:blank frame': (page, body) =>
      page.evaluate((text) => {
        const frame = document.body.appendChild(document.createElement('iframe'))
        void frame.contentWindow?.fetch(new URL('/api/actions', location.href), {
          method: 'POST',
          body: text,
        })
      }, body),
    XMLHttpRequest: (page, body) =>
      page.evaluate((text) => {
        const request = new XMLHttpRequest()
        request.open('POST', '/api/actions')
        request.send(text)
      }, body),
    sendBeacon: (page, body) =>
      page.evaluate((text) => void navigator.sendBeacon('/api/actions', text), body),
    'a batch of calls': (page, body) =>
      page.evaluate(
        (text) => void fetch('/api/actions', { method: 'POST', body: `[{"action":"other"},${text}]` }),
        body,
      ),
  }

  for (const [way, send] of Object.entries(ways)) {
    test(`${way}: an allowed request leaves at once and is recorded`, async () => {
      const page = await openDeal()
      await send(page, small)
      await expect.poll(() => stage.server.received.length, { timeout: 5000 }).toBe(1)
      expect((await stage.next('action.reported')).fact.detail).toMatchObject({
        action: { trigger: 'request', fields: [{ name: 'amount', after: 20_000 }] },
      })
    })

    test(`${way}: a held request leaves once it is released, once`, async () => {
      const page = await openDeal()
      await send(page, large)
      const { hold, action } = await release(page)
      expect(action).toMatchObject({
        trigger: 'request',
        record: { ids: ['7'] },
        fields: [{ after: 80_000 }],
      })
      await expect.poll(() => stage.server.received.length).toBe(1)
      expect(stage.server.received[0]?.body).toContain(large)
      expect(await stage.next('action.settled')).toMatchObject({ hold, outcome: 'done' })
      await send(page, large)
      await stage.next('action.held')
      await settleRequests(page, stage.server)
      expect(stage.server.received.length).toBe(1)
    })
  }

  test('a synchronous request goes when it is allowed and fails at once when it is held', async () => {
    const page = await openDeal()
    const send = (body: string) =>
      page.evaluate((text) => {
        const request = new XMLHttpRequest()
        request.open('POST', '/api/actions', false)
        try {
          request.send(text)
        } catch (error) {
          return (error as DOMException).name
        }
        return request.status
      }, body)
    expect(await send(small)).toBe(200)
    expect(await send(large)).toBe('NetworkError')
    await stage.next('action.held')
    expect(stage.server.received.map(({ body }) => body)).toEqual([small])
  })

  test('what form.submit() would send is held by its body, and leaves when it is released', async () => {
    const page = await openDeal(buildSlice({ post: 3 }))
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<iframe name="quiet"></iframe><form id="letter" method="post" action="/letters" target="quiet"><input name="do" value="send"><input name="action" value="x"></form>',
      )
      document.querySelector<HTMLFormElement>('#letter')?.submit()
    })
    const { action } = await release(page)
    expect(action).toMatchObject({ operation: 'letter.send', trigger: 'request' })
    await expect.poll(() => stage.server.received.length).toBe(1)
    expect(stage.server.received[0]).toMatchObject({ path: '/letters' })
  })

  test('the request of a click is the same canonical action as the click', async () => {
    const page = await openDeal()
    await page.fill('.active input[name=amount]', '80,000')
    await page.fill('.active input[name=title]', ' Bigger deal ')
    await page.click('.active [data-action=save]')
    const clicked = await stage.next('action.held')
    await page.evaluate(
      (text) => void fetch('/api/actions', { method: 'POST', body: text }),
      JSON.stringify({ action: 'deal.save', id: 7, values: { title: 'Bigger deal', amount: '80000' } }),
    )
    await expect
      .poll(() => stage.all('action.held').then((all) => all.length), { timeout: 2000 })
      .toBeLessThan(2)
    const other = await stage.all('action.held')
    for (const { action } of other) expect(effectOf(action)).toBe(effectOf(clicked.action))
  })

  test('what nobody declared is part of the action', async () => {
    const page = await openDeal()
    await ways['fetch']?.(
      page,
      JSON.stringify({ action: 'deal.save', id: '7', values: { amount: 80_000, owner: { id: 3 } } }),
    )
    expect((await stage.next('action.held')).action.fields).toMatchObject([
      { name: 'amount', after: 80_000 },
      { name: 'owner', after: '{"id":3}' },
    ])
  })

  test('a declared field in a form its path does not know is held, not lost', async () => {
    const page = await openDeal()
    await ways['fetch']?.(
      page,
      JSON.stringify({ action: 'deal.save', id: '7', values: { amount: { value: 90_000 } } }),
    )
    const { action } = await stage.next('action.held')
    expect(action.fields.length + action.unreadable.length).toBe(1)
  })

  test('a held request that is aborted never leaves', async () => {
    const page = await openDeal()
    await page.evaluate((text) => {
      const request = new XMLHttpRequest()
      request.open('POST', '/api/actions')
      request.send(text)
      request.abort()
    }, large)
    await release(page)
    await settleRequests(page, stage.server)
    expect(stage.server.received).toEqual([])
  })

  test('requests that nobody governs are untouched', async () => {
    const page = await openDeal()
    const answers = await page.evaluate(async () => {
      const failed = await fetch('http://127.0.0.1:1/').catch((error: Error) => error.name)
      const bad = await fetch('http://[').catch((error: Error) => error.name)
      return [
        failed,
        bad,
        (await fetch('/deal')).status,
        await fetch('/api/actions', { method: 'POST', body: '{' }).then(({ ok }) => ok),
      ]
    })
    expect(answers).toEqual(['TypeError', 'TypeError', 200, true])
    expect(await stage.all('action.held')).toEqual([])
  })

  test('an address that carried nothing is asked about anew when other packs come', async () => {
    const slice = buildSlice()
    const surfaces = [{ ...saveSurface, requests: [] }, postSurface]
    const page = await openDeal({ ...slice, pack: { ...slice.pack, surfaces } })
    await ways['fetch']?.(page, large)
    await expect.poll(() => stage.server.received.length).toBe(1)
    await stage.adopt(slice)
    const isHeld = async () => {
      await ways['fetch']?.(page, large)
      return (await stage.all('action.held')).length
    }
    await expect.poll(isHeld).toBeGreaterThan(0)
  })

  test('one and the same relative address is another one when the page moves its base', async () => {
    const page = await openDeal()
    const send = () =>
      page.evaluate((text) => void fetch('actions', { method: 'POST', body: text }).catch(() => {}), large)
    await send()
    await settleRequests(page, stage.server)
    expect(stage.server.received.splice(0).map(({ path }) => path)).toEqual(['/actions'])
    await page.evaluate(() => (document.head.appendChild(document.createElement('base')).href = '/api/'))
    await send()
    await release(page)
    await expect
      .poll(() => stage.server.received.filter(({ path }) => path === '/api/actions').length)
      .toBe(1)
  })

  test('a page sees native functions, no port and no message of ours', async () => {
    const page = await openDeal()
    const view = await page.evaluate(() => ({
      text: [
        fetch,
        XMLHttpRequest.prototype.send,
        navigator.sendBeacon,
        HTMLFormElement.prototype.submit,
      ].map((one) => /\[native code\]/.test(Function.prototype.toString.call(one))),
      names: [fetch.name, fetch.length, XMLHttpRequest.prototype.open.length],
      added: Object.keys(window).filter((name) => /countersign/i.test(name)),
      messages: (window as never as { messages?: unknown[] }).messages ?? [],
    }))
    expect(view).toEqual({ text: [true, true, true, true], names: ['fetch', 1, 2], added: [], messages: [] })
  })

  test('a request with a body before the slice waits for it', async () => {
    const page = await stage.open('/deal#/deal/7', null)
    await ways['fetch']?.(page, large)
    await stage.adopt(buildSlice())
    await stage.next('action.held')
    await settleRequests(page, stage.server)
    expect(stage.server.received).toEqual([])
  })

  test('a value set to nothing is a change, however deep the page puts it', async () => {
    const deep = {
      ...saveSurface,
      id: 'deep',
      operation: 'deep.save',
      control: null,
      triggers: [],
      requests: [
        {
          ...saveSurface.requests[0]!,
          match: { ...saveSurface.requests[0]!.match, where: [{ path: 'action', equals: 'deep.save' }] },
          fields: [{ ...saveSurface.requests[0]!.fields[0]!, path: 'values.amount.decimal' }],
        },
      ],
    }
    const page = await openDeal(buildSlice({ surfaces: [deep, { ...postSurface, id: 'unused' }] }))
    await ways['fetch']?.(page, JSON.stringify({ action: 'deep.save', id: '7', values: { amount: null } }))
    // No workflow has this surface, so it is refused: shown like a hold.
    expect((await stage.next('action.held')).action.fields).toMatchObject([{ name: 'amount', after: null }])
  })
})
