import { describe, expect, test } from 'vitest'
import { createWorld, settled, until } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld } from './build-world.ts'

describe('a newer version of the extension', () => {
  test('starts at once where no governed page is open', async () => {
    const world = createWorld(buildPolicy())
    const { browser } = world.start()
    browser.updateAvailable.emit({ version: '0.2.0' })
    await until(() => browser.reloads.length === 1, 'the start of the new version')
    await world.advance(30_000)
    expect(browser.reloads).toHaveLength(1)
  })

  test('waits for the governed pages that are open, also over the end of a worker', async () => {
    const { world, page } = await enrolledWorld()
    world.current().browser.updateAvailable.emit({ version: '0.2.0' })
    await settled()
    expect(world.current().browser.reloads).toEqual([])
    world.kill(world.current())
    const next = world.start()
    page.connect()
    await until(() => next.worker.ports.pages.size === 1, 'the page')
    await world.advance(30_000)
    expect(next.browser.reloads).toEqual([])
    for (const port of next.ports) port.disconnect()
    await until(() => next.worker.ports.pages.size === 0, 'the end of the page')
    await world.advance(30_000)
    await until(() => next.browser.reloads.length === 1, 'the start of the new version')
  })

  test('that runs already is forgotten', async () => {
    const world = createWorld(buildPolicy())
    const { browser, worker } = world.start()
    browser.updateAvailable.emit({ version: '0.1.0' })
    await settled()
    expect(browser.reloads).toEqual([])
    expect(await worker.db.values.get('update')).toBe(undefined)
  })
})
