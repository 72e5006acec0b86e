import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { drainInbox } from '../../background/audit/inbox.ts'
import type { AuditFact } from '../../protocol/audit/event.ts'
import { settled, until } from '../support/worker-world.ts'
import { enrolledWorld, recorded } from './build-world.ts'

function allowed(at: number, patch: Partial<AuditFact> = {}): AuditFact {
  return {
    id: randomUUID(),
    type: 'action.allowed',
    at: new Date(at).toISOString(),
    bundleVersion: 7,
    subject: {
      site: 'tryton',
      account: '127.0.0.1:8000/crm',
      surface: 'opportunity-save',
      operation: 'opportunity.save',
      workflow: 'opportunity-update',
      tier: 2,
      record: { type: 'sale.opportunity', ids: ['12'] },
      digest: null,
      hold: null,
    },
    detail: {
      action: {
        trigger: 'click',
        actor: 'person',
        fields: [],
        recipients: [],
        content: [],
        volume: null,
        unreadable: [],
      },
      decision: { effect: 'allow', reasons: [], tips: [], observed: [], obligations: [] },
      explanation: null,
    },
    ...patch,
  }
}

describe('inbox', () => {
  test('J7 two hundred allowed actions left by pages that navigated away, with no worker: none lost, all once', async () => {
    const { world } = await enrolledWorld()
    await until(() => recorded(world).length === 2)
    world.kill(world.current())
    const ids = Array.from({ length: 200 }, () => {
      const fact = allowed(world.clock.now)
      world.profile.local.set(`inbox.${fact.id}`, fact)
      return fact.id
    })
    world.start()
    await world.advance(6000)
    await until(() => world.server.events.length === 202, 'all of them')
    const arrived = world.server.events.slice(2)
    expect(new Set(arrived.map(({ id }) => id))).toEqual(new Set(ids))
    expect(arrived.every(({ pageReported }) => pageReported)).toBe(true)
    expect(world.profile.local.size).toBe(0)
  })

  test('a row and its message are one event, with its sender known', async () => {
    const { world, page } = await enrolledWorld()
    const fact = allowed(world.clock.now)
    world.profile.local.set(`inbox.${fact.id}`, fact)
    page.say({ type: 'action.reported', fact })
    await until(() => world.profile.local.size === 0, 'the row taken')
    world.profile.local.set(`inbox.${fact.id}`, fact)
    await world.advance(10_000)
    await until(() => recorded(world).includes('action.allowed'))
    const events = world.server.events.filter(({ id }) => id === fact.id)
    expect(events.map(({ pageReported }) => pageReported)).toEqual([false])
    expect(world.profile.local.size).toBe(0)
  })

  test('a fresh row waits for its message', async () => {
    const { world } = await enrolledWorld()
    const fact = allowed(world.clock.now)
    world.profile.local.set(`inbox.${fact.id}`, fact)
    await drainInbox(world.current().worker)
    expect(world.profile.local.size).toBe(1)
    await world.advance(5001)
    await until(() => world.profile.local.size === 0)
  })

  test('what cannot be read is put aside where it is counted, and the rest goes on', async () => {
    const { world } = await enrolledWorld()
    const good = allowed(world.clock.now - 10_000)
    const forged = allowed(world.clock.now - 10_000, { type: 'policy.activated' })
    world.profile.local.set('inbox.rubbish', { hello: 1 })
    world.profile.local.set(`inbox.${forged.id}`, forged)
    world.profile.local.set(`inbox.${randomUUID()}`, good)
    world.profile.local.set('other', 'not ours')
    const second = allowed(world.clock.now - 10_000)
    world.profile.local.set(`inbox.${second.id}`, second)
    await drainInbox(world.current().worker)
    expect([...world.profile.local.keys()]).toEqual(['other'])
    expect(await world.current().worker.db.deadLetters.count()).toBe(3)
    await until(() => world.server.events.some(({ id }) => id === second.id))
  })

  test('F65 a drain ended at any step takes each row once', async () => {
    for (let killAt = 1; killAt < 40; killAt += 3) {
      const { world } = await enrolledWorld()
      const life = world.current()
      await until(async () => (await life.worker.db.outbox.count()) === 0 && recorded(world).length === 2)
      const facts = [1, 2, 3].map(() => allowed(world.clock.now - 10_000))
      for (const fact of facts) world.profile.local.set(`inbox.${fact.id}`, fact)
      life.killAt = life.steps + killAt
      await Promise.race([drainInbox(life.worker).catch(() => null), until(() => life.isDead)])
      world.kill(life)
      world.start()
      await settled()
      for (let round = 0; round < 3; round++) await world.advance(31_000)
      await until(() => world.server.events.length >= 5, `ended at ${killAt}`)
      const ids = world.server.events.slice(2).map(({ id }) => id)
      expect(ids.toSorted()).toEqual(facts.map(({ id }) => id).toSorted())
    }
  })
})
