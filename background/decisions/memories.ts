import { canonical, digest } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import type { Bundle } from '../../policy/bundle.ts'
import { listsOf } from '../../policy/compile.ts'
import { rememberable } from '../../policy/memory.ts'
import type { MemoryEnd, Rememberable } from '../../policy/memory.ts'
import type { Rule } from '../../policy/rule.ts'
import type { Workflow } from '../../policy/workflow.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow, MemoryRow } from '../db/rows.ts'
import { readValue, writeValue } from '../db/values.ts'
import { trustedTime } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'

/** Beyond it the oldest go; the rep is asked again, which costs nothing but a question. */
const mostKept = 100
/** No day is longer, whatever the clocks are doing to it. */
const longest = 25 * 3_600_000

interface Ruled {
  readonly bundle: Bundle
  readonly rule: Rule
  readonly workflow: Workflow
}

/** The rule and the workflow this hold is about, as the bundle in force has them; null when either is gone. */
export function ruledBy({ active }: Worker, row: Pick<HoldRow, 'decision'>, id: string): Ruled | null {
  const rule = active?.bundle.rules.find((one) => one.id === id)
  const workflow = active?.bundle.workflows.find((one) => one.id === row.decision.workflow)
  return active && rule && workflow ? { bundle: active.bundle, rule, workflow } : null
}

export function rememberableFor(worker: Worker, row: HoldRow, rule: string): Rememberable | null {
  const ruled = ruledBy(worker, row, rule)
  return ruled && rememberable({ ...ruled, ...row })
}

/** Everything in the policy that had a say in the question: when any of it is another, the question is another. */
export function revisionOf({ bundle, rule, workflow }: Ruled): Promise<string> {
  const named = listsOf(rule)
  const lists = bundle.lists.filter(({ id }) => named.includes(id))
  return digest(canonical({ rule, workflow, lists, reasons: bundle.overrideReasons } as Json))
}

/** When each kind of end is reached. Midnight is the rep's own; "session" also ends with it, and with the browser. */
export function endsAt(now: number): Readonly<Record<MemoryEnd, number>> {
  const midnight = new Date(now).setHours(24, 0, 0, 0)
  return { session: midnight, day: midnight }
}

/** Names this run of the browser: what was kept for a session means nothing in another. */
export async function sessionOf(worker: Worker): Promise<string> {
  return worker.turns('session', async () => {
    const { storage } = worker.environment.browser
    const known: unknown = (await storage.session.get('session'))['session']
    if (typeof known === 'string') return known
    const session = worker.environment.newId()
    await storage.session.set({ session })
    return session
  })
}

/** What still speaks. A clock that was moved back, another person at this browser or another policy end it at once. */
export async function liveMemories(worker: Worker): Promise<readonly MemoryRow[]> {
  const kept = (await readValue(worker.db, 'memories')) ?? []
  if (kept.length === 0 || !worker.active) return []
  const { now, isKnown } = await trustedTime(worker)
  const person = (await readValue(worker.db, 'enrolment'))?.person.email
  const session = await sessionOf(worker)
  const { bundle } = worker.active
  const speaks = await Promise.all(
    kept.map(async (memory) => {
      const rule = bundle.rules.find(({ id }) => id === memory.rule)
      const workflow = bundle.workflows.find(({ id }) => id === memory.matter.workflow)
      return (
        isKnown &&
        memory.givenAt <= now &&
        now < memory.until &&
        memory.until - memory.givenAt <= longest &&
        memory.person === person &&
        (memory.ends === 'day' || memory.session === session) &&
        rule !== undefined &&
        workflow !== undefined &&
        memory.revision === (await revisionOf({ bundle, rule, workflow }))
      )
    }),
  )
  return kept.filter((_, index) => speaks[index])
}

/** Only inside a transaction that names `values`. */
export async function keepMemory({ db }: Worker, memory: MemoryRow): Promise<void> {
  const kept = (await readValue(db, 'memories')) ?? []
  await writeValue(db, 'memories', [...kept, memory].slice(-mostKept))
}

/** The rep takes it back: from now on they are asked again. */
export async function forgetMemory(worker: Worker, id: string): Promise<void> {
  await end(worker, (memory) => memory.id === id, 'rep')
}

/** What no longer speaks is removed; what a change of the policy ended is put on the record. */
export async function tidyMemories(worker: Worker): Promise<void> {
  const kept = (await readValue(worker.db, 'memories')) ?? []
  if (kept.length === 0 || !worker.active) return
  const live = new Set((await liveMemories(worker)).map(({ id }) => id))
  const { now } = await trustedTime(worker)
  const gone = kept.filter(({ id }) => !live.has(id))
  const isOver = ({ until }: MemoryRow) => now >= until
  await end(worker, ({ id }) => gone.some((memory) => memory.id === id && !isOver(memory)), 'changed')
  await end(worker, ({ id }) => gone.some((memory) => memory.id === id && isOver(memory)), null)
}

async function end(
  worker: Worker,
  isMeant: (memory: MemoryRow) => boolean,
  because: 'rep' | 'changed' | null,
): Promise<void> {
  const { db } = worker
  const ended = ((await readValue(db, 'memories')) ?? []).filter(isMeant)
  if (ended.length === 0) return
  const facts = ended.map(({ id, rule }) => fact(worker, 'memory.ended', { memory: id, rule, because }))
  await record(worker, {
    facts: because === null ? [] : facts,
    write: async () => {
      const kept = (await readValue(db, 'memories')) ?? []
      await writeValue(
        db,
        'memories',
        kept.filter(({ id }) => !ended.some((memory) => memory.id === id)),
      )
    },
  })
}
