import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effectOf } from '../../../policy/effect.ts'
import type { Surface } from '../../../protocol/site-pack.ts'
import { badges } from '../support/badges.ts'
import { buildSlice, pressSurface } from '../support/slices.ts'
import { openStage, settleRequests, type Stage } from '../support/stage.ts'

const mail: Surface = {
  ...pressSurface,
  ...{ id: 'mail', name: 'Send a letter', operation: 'mail.send' },
  control: {
    scope: 'document',
    locators: [{ by: 'attribute', css: '[data-action="send"]', weight: 4 }],
    threshold: 4,
  },
  assistants: [{ css: '[data-ai]', fills: ['body'] }],
  content: [
    {
      ...{ name: 'body', label: 'Message', parse: { as: 'text' } },
      from: { scope: 'document', css: 'textarea[name="body"]', property: 'value' },
    },
  ],
  requests: [
    {
      ...pressSurface.requests[0]!,
      match: {
        method: 'POST',
        url: '/api/actions',
        body: 'json',
        where: [{ path: 'action', equals: 'mail.send' }],
      },
      content: [{ name: 'body', path: 'body', parse: { as: 'text' } }],
    },
  ],
}
const slice = (tier: 1 | 2 | 3 | 4 = 2) => {
  const built = buildSlice({ surfaces: [mail] })
  const [first] = built.workflows
  return { ...built, workflows: [{ ...first!, id: 'mails', tier, surfaces: ['test/mail'] }] }
}
const field = 'textarea'

describe('AI-made content', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  const open = async (tier?: 1 | 2 | 3 | 4) => {
    const page = await stage.open('/assistant', slice(tier))
    await expect.poll(() => badges(page).then((shown) => shown.length)).toBe(1)
    await page.bringToFront()
    await stage.assisted()
    return page
  }
  /** What was recorded of the one send, once it has reached the server. */
  const sent = async (page: Page) => {
    await page.click('[data-action=send]')
    const { fact } = await stage.next('action.reported')
    await expect.poll(() => stage.server.received.length).toBe(1)
    expect(JSON.stringify(fact)).not.toContain('twenty minutes')
    return (fact.detail['action'] as { assisted?: unknown }).assisted
  }

  test('F8 text that an AI control put in is marked, untouched by the rep', async () => {
    const page = await open()
    await page.click('[data-ai=whole] span')
    expect(await sent(page)).toEqual([{ name: 'body', changed: 0 }])
  })

  test('F8 typed text is not marked, nor what a control that is none put in', async () => {
    const page = await open()
    await page.type(field, 'Hello, I wrote this myself.')
    expect(await sent(page)).toBeUndefined()
    const other = await open()
    await other.click('[data-plain]')
    expect(await sent(other)).toBeUndefined()
  })

  test('text that is written slowly, or through the editing commands of the browser, is marked whole', async () => {
    const page = await open()
    await page.click('[data-ai=streamed]')
    await page.getByText('written').waitFor()
    expect(await sent(page)).toEqual([{ name: 'body', changed: 0 }])
    const other = await open()
    await other.click('[data-ai=edited]')
    expect(await sent(other)).toEqual([{ name: 'body', changed: 0 }])
  })

  test('how much of it the rep changed is kept: three words more after eighteen', async () => {
    const page = await open()
    await page.click('[data-ai=whole]')
    await page.click(field)
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' Best regards Riley')
    expect(await sent(page)).toEqual([{ name: 'body', changed: 0.143 }])
  })

  test('text that replaces all of it is the rep’s own', async () => {
    const page = await open()
    await page.click('[data-ai=whole]')
    await page.fill(field, '')
    await page.click(field)
    await page.keyboard.type('No, sorry.')
    expect(await sent(page)).toBeUndefined()
  })

  test('a control that puts nothing in marks nothing of what is typed after it', async () => {
    const page = await open()
    await page.click('[data-ai=nothing]')
    await page.click(field)
    await page.keyboard.type('I wrote this myself after all.')
    expect(await sent(page)).toBeUndefined()
  })

  test('after it was sent, the next letter in the same field is a new one', async () => {
    const page = await open()
    await page.click('[data-ai=whole]')
    await sent(page)
    await page.getByText('sent').waitFor()
    stage.server.received.length = 0
    await page.click(field)
    await page.keyboard.type('The second one is mine.')
    expect(await sent(page)).toBeUndefined()
  })

  test('what is held says it too', async () => {
    const page = await open(3)
    await page.click('[data-ai=whole]')
    await page.click('[data-action=send]')
    const { action } = await stage.next('action.held')
    expect(action.assisted).toEqual([{ name: 'body', changed: 0 }])
    await settleRequests(page, stage.server)
    expect(stage.server.received).toEqual([])
  })

  test.each([
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 1],
  ] as const)('F9 at tier %s an agent that presses both by script sends %s', async (tier, count) => {
    const page = await open(tier)
    await page.evaluate(() => {
      for (const css of ['[data-ai=whole]', '[data-action=send]'])
        document.querySelector<HTMLElement>(css)?.click()
    })
    if (count === 0)
      expect((await stage.next('action.held')).action).toMatchObject({ actor: 'agent', trigger: 'script' })
    else
      expect((await stage.next('action.reported')).fact.detail).toMatchObject({ action: { actor: 'agent' } })
    await settleRequests(page, stage.server)
    expect(stage.server.received).toHaveLength(count)
  })

  test('F9 our own resume of a held press is the rep’s, not an agent’s', async () => {
    const page = await open(3)
    await page.type(field, 'Hello')
    await page.click('[data-action=send]')
    const { hold, action } = await stage.next('action.held')
    expect(action.actor).toBe('person')
    const until = Date.now() + 10_000
    await stage.say({ type: 'hold.released', hold, effect: effectOf(action), until, resume: true })
    await expect.poll(() => stage.server.received.length).toBe(1)
    expect(await stage.all('action.held')).toEqual([])
  })
})
