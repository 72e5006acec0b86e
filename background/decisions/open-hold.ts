import type { Action } from '../../policy/action.ts'
import { digest as digestOf } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import { decidedAction, holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow, Place } from '../db/rows.ts'
import { policyChanged } from '../fleet/keep-up.ts'
import { samePlace } from '../messaging/ports.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { advance } from './advance.ts'
import { decide } from './decide.ts'
import { editHold } from './edit-hold.ts'
import { explanationFor, fetchExplanation } from './explanations.ts'
import { isOpen, reconsider } from './hold-row.ts'
import { showHold, tellPage, withdrawView } from './tell.ts'

export interface Held {
  readonly hold: string
  readonly action: Action
  readonly place: Place
  /** ms since the gesture, when the page could not say it in its moment. */
  readonly ageMs?: number
}

/**
 * An action the page stopped. Recorded durably before anything is answered. The same action started again takes over
 * from the hold before it: reviews, reasons, request and grant belong to the action, not to one gesture.
 */
export async function openHold(worker: Worker, held: Held): Promise<void> {
  await worker.turns(`hold:${held.hold}`, async () => {
    const known = await worker.db.holds.get(held.hold)
    if (known) return sayAgain(worker, known, held)
    const { row, isDecided } = await storeHold(worker, await newRow(worker, held, 'waiting'))
    await advance(worker, row, { mayRun: true, isFirst: true, isDecided })
  })
  run('explanation', freshenExplanation(worker, held))
}

/** A badge was pressed: explained, not held, and not on the record. */
export async function inspectSurface(worker: Worker, held: Held): Promise<void> {
  await worker.turns(`hold:${held.hold}`, async () => {
    if (await worker.db.holds.get(held.hold)) return
    const row = await reconsider(worker, await newRow(worker, held, 'inspecting'))
    await worker.db.holds.add(row)
    tellPage(worker, row)
  })
  run('explanation', freshenExplanation(worker, held))
}

async function newRow(
  worker: Worker,
  { hold, action, place, ageMs = 0 }: Held,
  state: HoldRow['state'],
): Promise<HoldRow> {
  const effect = effectOf(action)
  const { explanation: suggestion, mayHaveSuggestion } = await explanationFor(worker, action)
  const now = worker.environment.now()
  return {
    hold,
    state,
    action,
    effect,
    digest: await digestOf(effect),
    ...(await decide(worker, action, { fulfilled: [], suggestion, mayHaveSuggestion })),
    fulfilled: [],
    request: null,
    execution: null,
    reservations: [],
    suggestion,
    mayHaveSuggestion,
    problem: null,
    place,
    heldAt: now,
    gestureAt: now - ageMs,
    updatedAt: now,
    release: null,
  }
}

/**
 * The open hold that this gesture continues: of the same action, wherever it was; or of the same record and control on
 * the same page, whose draft was changed between the two gestures. What was met for that one stays bound to its effect.
 */
async function holdBefore({ db }: Worker, { digest, action, place }: HoldRow): Promise<HoldRow | undefined> {
  const same = (await db.holds.where('digest').equals(digest).toArray()).find(isOpen)
  if (same || action.trigger === 'request') return same
  const open = await db.holds.where('state').anyOf('waiting', 'ready').reverse().sortBy('heldAt')
  return open.find(
    (row) =>
      samePlace(row.place, place) &&
      row.action.trigger !== 'request' &&
      row.action.surface === action.surface &&
      JSON.stringify(row.action.record) === JSON.stringify(action.record),
  )
}

async function storeHold(
  worker: Worker,
  fresh: HoldRow,
): Promise<{ readonly row: HoldRow; readonly isDecided: boolean }> {
  const { db } = worker
  const before = await holdBefore(worker, fresh)
  const inherited: HoldRow = before
    ? {
        ...fresh,
        fulfilled: before.fulfilled,
        request: before.request,
        execution: before.execution,
        reservations: before.reservations,
        overrideUses: before.overrideUses ?? [],
        escalation: before.escalation ?? null,
      }
    : fresh
  const row = await reconsider(worker, inherited)
  let isDecided = true
  const type = row.decision.effect === 'refuse' ? 'action.refused' : 'action.held'
  await record(worker, {
    facts: [
      ...(before ? [holdFact(worker, 'hold.cancelled', before, { because: 'repeated' })] : []),
      holdFact(worker, type, row, decidedAction(row)),
    ],
    tables: [db.holds, db.requests],
    write: async () => {
      // Taken over only if nothing ran it meanwhile; otherwise the new hold starts with nothing.
      const still = before && (await db.holds.get(before.hold))
      const isTaken = still !== undefined && isOpen(still)
      if (isTaken) {
        await db.holds.update(still.hold, { state: 'cancelled' })
        if (still.request !== null) await db.requests.update(still.request, { hold: row.hold })
      }
      isDecided = isTaken || !before
      await db.holds.add(isDecided ? row : fresh)
    },
  })
  if (before) withdrawView(worker, before)
  return { row: isDecided ? row : fresh, isDecided }
}

/**
 * After a reconnect: the page says it still holds. A release that got lost with the old port is told once more, and what
 * an ended worker had begun for a gesture that is still fresh goes on.
 */
async function sayAgain(worker: Worker, known: HoldRow, held: Held): Promise<void> {
  if (!samePlace(known.place, held.place)) return
  if (effectOf(held.action) !== known.effect) return editHold(worker, known, held.action)
  await advance(worker, known, { mayRun: true, isFirst: true })
}

/** Shows what the server knows now, and decides again when it knows something new. */
async function freshenExplanation(worker: Worker, { hold, action }: Held): Promise<void> {
  const fetched = await fetchExplanation(worker, action)
  // The hint of the stream will find nothing new any more, so the pages hear of it here.
  if (fetched === 'changed') await policyChanged(worker)
  await worker.turns(`hold:${hold}`, async () => {
    const row = await worker.db.holds.get(hold)
    if (!row || !(isOpen(row) || row.state === 'inspecting')) return
    if (fetched !== 'changed' && !row.mayHaveSuggestion) return showHold(worker, row)
    const { explanation, mayHaveSuggestion } = await explanationFor(worker, row.action)
    await advance(worker, { ...row, suggestion: explanation, mayHaveSuggestion }, { mayRun: true })
  })
}
