import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import { auditPageSchema } from '../../protocol/http/audit.ts'
import type { AuditEvent } from '../../protocol/audit/event.ts'
import { anEvent } from './events.ts'
import { openHarness } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

interface Receipts {
  receipts: { id: string; outcome: string; reason: string | null }[]
  contiguousTo: number
}
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

describe(`the audit log on ${storeKind}`, () => {
  let harness: Harness
  let tenant: string
  let admin: Someone
  beforeAll(async () => {
    harness = await openHarness()
    tenant = await harness.tenant()
    admin = await harness.atConsole(tenant, 'alex', ['admin'])
  })
  afterAll(() => harness.close())

  let named = 0
  const aRep = () => harness.rep(tenant, `rep${(named += 1)}`)
  const send = async (rep: Rep, ...events: unknown[]) =>
    (await rep.ask<Receipts>('POST', '/v1/events', { events })).body
  const outcomes = (answer: Receipts) => answer.receipts.map((receipt) => receipt.reason ?? receipt.outcome)

  test('takes a batch and answers for each item in order', async () => {
    const rep = await aRep()
    const events = [anEvent(rep.device, 1), anEvent(rep.device, 2)]
    const answer = await send(rep, ...events)
    expect(answer.receipts).toEqual(events.map(({ id }) => ({ id, outcome: 'accepted', reason: null })))
    expect(answer.contiguousTo).toBe(2)
  })

  test('F65 an event that comes again is a duplicate, whether in the same batch or later', async () => {
    const rep = await aRep()
    const event = anEvent(rep.device, 1)
    expect(outcomes(await send(rep, event, event))).toEqual(['accepted', 'duplicate'])
    expect(outcomes(await send(rep, event))).toEqual(['duplicate'])
    expect(await harness.events(admin, `&person=${rep.email}&type=action.settled`)).toHaveLength(1)
  })

  test('a poison item never holds up the rest', async () => {
    const rep = await aRep()
    const poison = [
      null,
      7,
      {},
      { ...anEvent(rep.device, 1), extra: true },
      { ...anEvent(rep.device, 1), at: 'yesterday' },
    ]
    const good = anEvent(rep.device, 1)
    const answer = await send(rep, ...poison, good)
    expect(outcomes(answer)).toEqual([...poison.map(() => 'EVENT_INVALID'), 'accepted'])
  })

  test('the same id with another body is refused and recorded', async () => {
    const rep = await aRep()
    const event = anEvent(rep.device, 1)
    await send(rep, event)
    expect(outcomes(await send(rep, { ...event, at: '2026-03-02T10:00:00.000Z' }))).toEqual(['EQUIVOCATION'])
    const [recorded] = await harness.events(admin, '&type=event.equivocated')
    expect(recorded).toMatchObject({ detail: { device: rep.device, event: event.id } })
  })

  test('a device can neither speak for another nor write what only the server writes', async () => {
    const [rep, other] = [await aRep(), await aRep()]
    const forged = { ...anEvent(rep.device, 1), type: 'approval.decided', detail: {} }
    expect(outcomes(await send(rep, anEvent(other.device, 1), forged))).toEqual([
      'DEVICE_MISMATCH',
      'TYPE_RESERVED',
    ])
  })

  test('a detail that is not of its type is refused, and a type of a newer extension is kept', async () => {
    const rep = await aRep()
    const newer = { ...anEvent(rep.device, 1), type: 'moon.landed', detail: { step: 'small' } }
    const wrong = { ...anEvent(rep.device, 2), detail: { outcome: 'maybe' } }
    expect(outcomes(await send(rep, newer, wrong))).toEqual(['accepted', 'DETAIL_INVALID'])
  })

  test('a hole in the sequence holds the mark until it is filled', async () => {
    const rep = await aRep()
    const events = [1, 2, 3, 4, 5, 6].map((sequence) => anEvent(rep.device, sequence))
    const at = (...sequences: number[]) => sequences.map((sequence) => events[sequence - 1])
    expect((await send(rep, ...at(1, 2, 5))).contiguousTo).toBe(2)
    expect((await send(rep, ...at(4))).contiguousTo).toBe(2)
    expect((await send(rep, ...at(3))).contiguousTo).toBe(5)
    expect((await send(rep, ...at(6))).contiguousTo).toBe(6)
  })

  test('two copies of one device show themselves by the same number under two ids', async () => {
    const rep = await aRep()
    await send(rep, anEvent(rep.device, 1), anEvent(rep.device, 2))
    expect(outcomes(await send(rep, anEvent(rep.device, 2)))).toEqual(['accepted'])
    const [forked] = await harness.events(admin, `&type=device.forked&person=${rep.email}`)
    expect(forked).toMatchObject({ detail: { device: rep.device, sequences: [2] } })
  })

  test('keeps the exact canonical text of whatever a page typed', async () => {
    const rep = await aRep()
    let sequence = 0
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u0000', '\\u0000', '\\\u0000"', '\ud800', '\u202e<b>&%_'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const events = texts.map((value) =>
          anEvent(rep.device, (sequence += 1), { type: 'note.kept', detail: { value } }),
        )
        expect(outcomes(await send(rep, ...events))).toEqual(events.map(() => 'accepted'))
        const stored = (await harness.events(admin, '&type=note.kept')).slice(0, events.length).toReversed()
        for (const [index, event] of events.entries()) {
          const expected = canonical(event as unknown as Json)
          expect(stored[index]?.canonical).toBe(expected)
          expect(stored[index]?.digest).toBe(createHash('sha256').update(expected).digest('hex'))
        }
      }),
      { numRuns: 20, seed },
    )
  })

  describe('search', () => {
    let rep: Rep
    const at = (day: number) => `2026-04-0${day}T12:00:00.000Z`
    beforeAll(async () => {
      rep = await aRep()
      const subject = (change: Partial<AuditEvent['subject']>) => ({
        ...anEvent(rep.device, 1).subject,
        ...change,
      })
      await send(
        rep,
        anEvent(rep.device, 1, { at: at(1), subject: subject({ workflow: 'searched', hold: 'hold-1' }) }),
        anEvent(rep.device, 2, {
          at: at(2),
          subject: subject({ workflow: 'searched', record: { type: 'lead', ids: ['x', 'y9'] } }),
        }),
        anEvent(rep.device, 3, {
          at: at(3),
          type: 'note.kept',
          detail: { value: '100% Ünïque_words' },
          subject: subject({ workflow: 'searched' }),
        }),
      )
    })

    test.each([
      ['workflow=searched', [3, 2, 1]],
      ['workflow=searched&type=note.kept', [3]],
      ['hold=hold-1', [1]],
      ['record=y9', [2]],
      [`text=${encodeURIComponent('100% Ünïque_WORDS')}`, [3]],
      [`text=${encodeURIComponent('100_')}`, []],
      [`workflow=searched&from=${at(2)}`, [3, 2]],
      [`workflow=searched&to=${at(2)}`, [2, 1]],
      [`workflow=searched&from=${at(2)}&to=${at(2)}`, [2]],
      ['workflow=searched&person=nobody', []],
    ])('%s finds %j', async (query, sequences) => {
      const page = auditPageSchema.parse((await admin.ask('GET', `/v1/audit?${query}`)).body)
      expect(page.items.map((item) => item.sequence)).toEqual(sequences)
    })

    test('by person finds their events and those of the server about them', async () => {
      const found = await harness.events(admin, `&person=${rep.email}`)
      expect(found.map((event) => event.type)).toEqual([
        'note.kept',
        'action.settled',
        'action.settled',
        'device.registered',
      ])
    })

    test('comes in pages without loss or repetition', async () => {
      const first = (await admin.ask('GET', '/v1/audit?workflow=searched&limit=2')).body
      const second = (await admin.ask('GET', `/v1/audit?workflow=searched&limit=2&cursor=${first.next}`)).body
      expect([...first.items, ...second.items].map((item: { sequence: number }) => item.sequence)).toEqual([
        3, 2, 1,
      ])
      expect(second.next).toBeNull()
    })

    test('shows a rep their own events only', async () => {
      const other = await harness.atConsole(tenant, 'colleague', ['rep'])
      expect(await harness.events(other, '&workflow=searched')).toEqual([])
    })

    test.each([
      'cursor=%00',
      'cursor=e30',
      'from=yesterday',
      'to=+999999-01-01T00:00:00Z',
      'limit=0',
      'limit=1e9',
      'unknown=1',
      'text=%FF',
    ])('%s is a 4xx or finds nothing', async (query) => {
      const { status } = await admin.ask('GET', `/v1/audit?${query}`)
      expect(status).toBeLessThan(500)
    })
  })
})
