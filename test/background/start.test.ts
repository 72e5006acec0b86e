import { IDBFactory } from 'fake-indexeddb'
import { takeManaged } from '../../background/managed/take-managed.ts'
import { pullBundle } from '../../background/policy/pull.ts'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../background/db/database.ts'
import { openOrSetAside } from '../../background/db/set-aside.ts'
import { enrol } from '../support/rep.ts'
import { createWorld, optionsSender, until } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld, recorded } from './build-world.ts'
import { IDBKeyRange } from 'fake-indexeddb'

describe('start', () => {
  test('every listener is there before anything is awaited', () => {
    const world = createWorld(buildPolicy())
    const { api } = world.start().browser
    const { onConnect, onMessage, onInstalled } = api.runtime as unknown as Record<
      string,
      { listeners: unknown[] }
    >
    const { onAlarm } = api.alarms as unknown as { onAlarm: { listeners: unknown[] } }
    for (const event of [onConnect, onMessage, onInstalled, onAlarm]) expect(event?.listeners).toHaveLength(1)
  })

  test('the alarm that revives it is set', async () => {
    const { world } = await enrolledWorld()
    await until(() => world.current().browser.alarms.includes('keep-up'))
  })

  test('a second start goes on with policy and enrolment of the first', async () => {
    const { world } = await enrolledWorld()
    world.kill(world.current())
    world.server.isUp = false
    const next = world.start()
    await until(() => next.worker.active?.bundle.version === 7)
    const status = await next.browser.sendMessage({ type: 'status.read' }, optionsSender)
    expect(status).toMatchObject({ enrolled: true, bundleVersion: 7 })
  })

  test('a wrong code is answered with its reason and changes nothing', async () => {
    const world = createWorld(buildPolicy())
    world.start()
    const pin = world.server.trust.kit.pin()
    for (const [code, problem] of [
      [`another-code.${pin}`, 'CODE_UNKNOWN'],
      // Nobody is trusted only because he answers.
      ['practice-code', 'FINGERPRINT_MISSING'],
      [`practice-code.${pin.slice(0, 31)}`, 'FINGERPRINT_MISSING'],
      [`practice-code.${'0'.repeat(32)}`, 'ROOT_UNKNOWN'],
    ]) {
      const ask = { type: 'device.enrol', serverUrl: world.server.url, code }
      expect(await world.current().browser.sendMessage(ask, optionsSender)).toEqual({ ok: false, problem })
    }
    world.server.isUp = false
    expect(await enrol(world)).toEqual({ ok: false, problem: 'SERVER_UNREACHABLE' })
    expect(recorded(world)).toEqual([])
  })

  test('the fingerprint of the administrator counts before that of the code, also when it comes later', async () => {
    const world = createWorld(buildPolicy())
    world.start()
    const { kit } = world.server.trust
    const { managed } = world.profile
    managed.set('serverUrl', world.server.url).set('rootFingerprint', '0'.repeat(64))
    expect(await enrol(world)).toEqual({ ok: false, problem: 'ROOT_UNKNOWN' })
    managed.set('rootFingerprint', kit.pin().toUpperCase())
    const ask = { type: 'device.enrol', serverUrl: world.server.url, code: 'practice-code' }
    expect(await world.current().browser.sendMessage(ask, optionsSender)).toMatchObject({ ok: true })
    const { worker } = world.current()
    await until(() => worker.active?.bundle.version === 7, 'the policy')
    // Another root from now on: what the server shows no longer counts, and what is in force stays.
    managed.set('rootFingerprint', 'f'.repeat(32))
    world.server.payload = JSON.stringify(buildPolicy({ version: 8 }))
    await takeManaged(worker, true)
    await pullBundle(worker)
    expect(worker.trusted?.policy?.bundle.version).toBe(7)
    await until(() => recorded(world).includes('policy.rejected'), 'the record of it')
  })

  test('the key of the device cannot be taken out', async () => {
    const { world } = await enrolledWorld()
    const device = (await world.current().worker.db.values.get('device'))?.value as { privateKey: CryptoKey }
    expect(device.privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', device.privateKey)).rejects.toThrow()
  })
})

describe('a database that cannot be opened', () => {
  const environment = (indexedDB: IDBFactory) => ({ name: 'countersign', indexedDB, keyRange: IDBKeyRange })

  test('is set aside, not wiped, and the next start finds the new one', async () => {
    const indexedDB = new IDBFactory()
    const broken = environment(breaking(indexedDB, 'countersign', 'UnknownError'))
    const opened = await openOrSetAside(broken, openDatabase(broken))
    expect(opened.setAside).toBe('UnknownError')
    expect(opened.db.name).toBe('countersign.1')
    opened.db.close()
    const again = await openOrSetAside(environment(indexedDB), openDatabase(environment(indexedDB)))
    expect([again.db.name, again.setAside]).toEqual(['countersign.1', null])
  })

  test('for a reason that passes stays where it is', async () => {
    const indexedDB = new IDBFactory()
    const full = environment(breaking(indexedDB, 'countersign', 'QuotaExceededError'))
    await expect(openOrSetAside(full, openDatabase(full))).rejects.toThrow('QuotaExceededError')
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('countersign.1')
  })
})

/** A factory that fails to open one database. */
function breaking(indexedDB: IDBFactory, name: string, failure: string): IDBFactory {
  return new Proxy(indexedDB, {
    get(target, key) {
      if (key !== 'open') return Reflect.get(target, key, target).bind(target) as unknown
      return (asked: string, version?: number) => {
        if (asked === name) throw new DOMException('broken', failure)
        return target.open(asked, version)
      }
    },
  })
}
