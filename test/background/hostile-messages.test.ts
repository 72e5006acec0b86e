import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pagePortName } from '../../protocol/messages/page-port.ts'
import { panelPortName } from '../../protocol/messages/panel-port.ts'
import { buildAction } from '../policy/build.ts'
import { extensionId } from '../support/fake-browser.ts'
import { openPage, openPanel } from '../support/rep.ts'
import { optionsSender, pageSender, panelSender, settled, until } from '../support/worker-world.ts'
import { bigSave, enrolledWorld, panelFor, recorded } from './build-world.ts'

describe('a hostile page', () => {
  test.each([
    ['nothing', null],
    ['text', 'hello'],
    ['an unknown type', { type: 'policy.replace' }],
    ['a missing field', { type: 'action.held', hold: randomUUID() }],
    ['one field too many', { type: 'panel.dismissed', hold: randomUUID(), extra: true }],
    ['a hold that is no id', { type: 'action.held', hold: '../../x', action: bigSave() }],
    [
      'an amount that is no number',
      { type: 'action.held', hold: randomUUID(), action: { ...bigSave(), volume: NaN } },
    ],
    ['five megabytes of text', { type: 'page.opened', url: 'x'.repeat(5_000_000) }],
    ['a key named __proto__', JSON.parse('{"type":"page.opened","url":"x","__proto__":{"a":1}}')],
  ])('sends %s and is refused without harm', async (_name, message) => {
    const { world, page } = await enrolledWorld()
    const before = page.heard.length
    page.say(message)
    await settled()
    expect(page.heard).toHaveLength(before)
    expect(await world.current().worker.db.holds.count()).toBe(0)
    const hold = page.hold(bigSave())
    await until(() => page.told('hold.decided', hold).length > 0, 'honest messages go on')
  })

  test.each([
    ['another site', { site: 'salesforce' }],
    ['another host', { account: 'crm.bank.example/crm' }],
    ['a host that only begins like its own', { account: '127.0.0.1:80001/crm' }],
  ])('speaks for %s and is not heard', async (_name, patch) => {
    const { world, page } = await enrolledWorld()
    page.say({ type: 'action.held', hold: randomUUID(), action: buildAction(patch) })
    await settled()
    expect(await world.current().worker.db.holds.count()).toBe(0)
    await until(() => recorded(world).includes('page.throttled'))
  })

  test('cannot touch the hold of another document', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    await until(() => page.told('hold.decided', hold).length > 0)
    const other = openPage(world, 2)
    other.say({ type: 'hold.edited', hold, action: bigSave(1) })
    other.say({ type: 'action.settled', hold, outcome: 'done', status: 200 })
    await settled()
    const row = await world.current().worker.db.holds.get(hold)
    expect(row?.action.fields[0]?.after).toBe(20_000)
    expect(row?.state).toBe('waiting')
  })

  test('floods, is cut off, and the next page is served', async () => {
    const { world, page } = await enrolledWorld()
    for (let index = 0; index < 400; index++) page.say({ type: 'panel.dismissed', hold: randomUUID() })
    await until(() => !page.isConnected(), 'cut off')
    const other = openPage(world, 2)
    await until(() => other.told('slice.changed').length > 0)
  })

  test('settles only what runs, and only once', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    await until(() => page.told('hold.decided', hold).length > 0)
    page.say({ type: 'action.settled', hold, outcome: 'done', status: 200 })
    await settled()
    expect((await world.current().worker.db.holds.get(hold))?.state).toBe('waiting')
  })
})

describe('senders', () => {
  test('a page port from our own origin, another extension, or no tab is closed', async () => {
    const { world } = await enrolledWorld()
    const { browser } = world.current()
    for (const sender of [
      optionsSender,
      { ...pageSender(1), id: 'another-extension' },
      { id: extensionId, url: 'http://127.0.0.1:8000/', origin: 'http://127.0.0.1:8000' },
      { ...pageSender(1), url: 'file:///etc/passwd', origin: 'null' },
    ]) {
      const port = browser.connect(pagePortName, sender)
      let isClosed = false
      port.onDisconnect.addListener(() => {
        isClosed = true
      })
      await until(() => isClosed, JSON.stringify(sender))
    }
  })

  test('a panel port from a web page is closed, and a frame sees only the holds of its own tab', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    await panelFor(world, page, hold)
    const foreign = world.current().browser.connect(panelPortName, pageSender(1))
    let isClosed = false
    foreign.onDisconnect.addListener(() => {
      isClosed = true
    })
    await until(() => isClosed)
    const neighbour = openPanel(world, hold, 2)
    await until(() => neighbour.heard.length > 0)
    expect(neighbour.heard).toEqual([{ type: 'hold.gone', hold }])
    const side = openPanel(world, null, null)
    const listed = await until(() => side.heard.find((message) => message.type === 'holds.shown'))
    expect(listed).toMatchObject({
      views: [{ hold, state: 'waiting' }],
      status: { waiting: 1, enrolled: true },
    })
  })

  test('only our own pages may enrol, and only to one server', async () => {
    const { world } = await enrolledWorld()
    const { browser } = world.current()
    const ask = { type: 'device.enrol', serverUrl: 'https://evil.example', code: 'practice-code' }
    expect(await browser.sendMessage(ask, pageSender(1))).toBe(undefined)
    expect(await browser.sendMessage(ask, panelSender(1))).toBe(undefined)
    expect(await browser.sendMessage(ask, optionsSender)).toEqual({ ok: false, problem: 'ALREADY_ENROLLED' })
    expect(await browser.sendMessage({ ...ask, serverUrl: 'http://crm.example' }, optionsSender)).toEqual({
      ok: false,
      problem: 'SERVER_URL_INVALID',
    })
  })
})
