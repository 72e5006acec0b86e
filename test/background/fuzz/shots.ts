import { randomUUID } from 'node:crypto'
import { extensionId, extensionOrigin } from '../../support/fake-browser.ts'
import { crmUrl, pageSender } from '../../support/worker-world.ts'
import { bigSave, mail } from '../build-world.ts'
import type { Seeded } from './seeded.ts'

/** One thing a compromised renderer says, on one of the three ways into the worker. */
export interface Shot {
  readonly way: 'page' | 'panel' | 'message'
  readonly sender: object
  readonly message: unknown
}

/** The browser states these; everything else is the renderer's to choose. */
const senders: readonly object[] = [
  pageSender(1, crmUrl, 'document-2'),
  pageSender(2, crmUrl, 'document-1'),
  { ...pageSender(1, crmUrl, 'document-3'), frameId: 4 },
  { ...pageSender(1, crmUrl, 'document-4'), url: 'about:blank' },
  { ...pageSender(1, crmUrl, 'document-5'), url: 'about:srcdoc', origin: 'null' },
  { ...pageSender(3), url: 'https://evil.example/', origin: 'https://evil.example' },
  { ...pageSender(3), url: `${extensionOrigin}/options.html` },
  { ...pageSender(3), id: 'ponmlkjihgfedcbaponmlkjihgfedcba' },
  { id: extensionId, url: crmUrl, origin: new URL(crmUrl).origin },
]

/** Every kind of message there is, told about the hold of somebody else. */
const templates: readonly ((victim: string) => object)[] = [
  () => ({ type: 'page.opened', url: crmUrl }),
  () => ({ type: 'action.held', hold: randomUUID(), action: bigSave() }),
  (hold) => ({ type: 'action.held', hold, action: mail() }),
  (hold) => ({ type: 'hold.edited', hold, action: bigSave(1) }),
  (hold) => ({ type: 'surface.inspected', hold, action: bigSave(2) }),
  (hold) => ({ type: 'action.settled', hold, outcome: 'done', status: 200 }),
  (hold) => ({ type: 'panel.dismissed', hold }),
  () => ({ type: 'surface.degraded', surface: 'opportunity-save', missing: ['attribute'] }),
  () => ({ type: 'action.reported', fact: { id: randomUUID(), type: 'policy.activated', detail: {} } }),
  (hold) => ({ type: 'hold.opened', hold }),
  (hold) => ({ type: 'review.completed', hold, rule: 'review', tickedAfterMs: 9e4, scrolledToEnd: true }),
  (hold) => ({ type: 'override.given', hold, rule: 'deviation', code: 'customer-said', text: '' }),
  (hold) => ({
    type: 'approval.requested',
    hold,
    rationale: 'x',
    rollbackPlan: 'x',
    decideWithinMinutes: 9,
    ticket: '',
  }),
  (hold) => ({ type: 'hold.resumed', hold }),
  (hold) => ({ type: 'hold.cancelled', hold }),
  () => ({ type: 'holds.listed' }),
  () => ({ type: 'device.enrol', serverUrl: 'https://evil.example', code: 'practice-code' }),
  () => ({ type: 'status.read' }),
  () => ({ type: 'outbox.flush' }),
  (hold) => ({ type: 'hold.released', hold, effect: 'x', until: 9e15, resume: true }),
  () => ({ type: 'slice.changed', slice: { site: 'tryton', whenUnavailable: 'pass' } }),
]

const strange: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => -1,
  () => 2 ** 53,
  () => '',
  () => '\u0000\ud800‮',
  () => [],
  () => ({}),
  () => [[[{}]]],
  () => true,
  () => 10n,
  () => new Date(0),
  () => new Map([['type', 'page.opened']]),
  () => new Uint8Array(9),
  () => JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'),
  () => 'toString',
  () => '../../policy',
  () => crypto.randomUUID(),
]

const costly: readonly (() => unknown)[] = [
  () => 'x'.repeat(200_000),
  () => Array.from({ length: 20_000 }, () => 'x@y.example'),
  () => nested(2000),
  () => cyclic(),
]

export function makeShot(random: Seeded, victim: string): Shot {
  const way = random.one(['page', 'page', 'page', 'panel', 'message'] as const)
  let message: unknown = random.one(templates)(victim)
  // One in a hundred is left whole: it must be stopped by who says it.
  if (!random.rarely(100))
    for (let count = 1 + random.below(3); count > 0; count -= 1) message = spoil(message, random)
  return { way, sender: random.one(senders), message }
}

function spoil(message: unknown, random: Seeded): unknown {
  if (random.rarely(20)) return value(random)
  if (random.rarely(30)) return [message]
  if (typeof message !== 'object' || message === null) return value(random)
  const copy: Record<string, unknown> = { ...message }
  const keys = Object.keys(copy)
  const key = random.one(keys) ?? 'type'
  switch (random.below(5)) {
    case 0:
      delete copy[key]
      return copy
    case 1:
      // As own keys: what a careless merge would take for the prototype's.
      Object.defineProperty(copy, random.one(['__proto__', 'constructor', 'extra', 'then', 'toJSON']), {
        value: value(random),
        enumerable: true,
      })
      return copy
    case 2:
      copy[key] = value(random)
      return copy
    case 3:
      copy['type'] = random.one(templates)('x')['type' as never]
      return copy
    default:
      copy[key] = spoil(copy[key], random)
      return copy
  }
}

function value(random: Seeded): unknown {
  return (random.rarely(500) ? random.one(costly) : random.one(strange))()
}

function nested(depth: number): unknown {
  let inner: unknown = []
  for (let at = 0; at < depth; at += 1) inner = [inner]
  return inner
}

function cyclic(): unknown {
  const circle: Record<string, unknown> = { type: 'page.opened' }
  circle['url'] = circle
  return circle
}
