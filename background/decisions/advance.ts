import { takeReservations } from '../approvals/reservations.ts'
import type { HoldRow } from '../db/rows.ts'
import { openGap } from '../network/backstop.ts'
import type { Worker } from '../worker.ts'
import { isOpen, reconsider } from './hold-row.ts'
import { passOnMemories } from './pass-on-memory.ts'
import { releaseHold } from './release.ts'
import { showHold, tellPage } from './tell.ts'

/** House rule 6: later than this after the gesture nothing runs by itself any more. */
const resumeWithin = 5000

export interface Step {
  /** Whether this step came from something the rep did, so that an allowed action may run now. */
  readonly mayRun: boolean
  /** The page waits for an answer. */
  readonly isFirst?: boolean
  /** Decided and stored in this very turn: deciding again would only keep the rep waiting for the panel. */
  readonly isDecided?: boolean
}

/**
 * Takes a hold as far as it goes: decides again, answers what the rep asked not to be asked again, takes shares of
 * counters, releases when everything is met and the rep is at it. Call it inside the hold's turn, after every change; it
 * may be cut off at any await and be called again.
 */
export async function advance(worker: Worker, row: HoldRow, step: Step): Promise<void> {
  let now = step.isDecided ? row : await reconsider(worker, row)
  if (step.mayRun) now = await passOnMemories(worker, now)
  if (needsOnlyReservations(now) && (step.mayRun || now.problem !== 'CAP_REACHED')) {
    now = await reconsider(worker, await takeReservations(worker, now))
  }
  if (!step.isDecided || now !== row) now = await store(worker, now)
  const isFresh = worker.environment.now() - now.gestureAt <= resumeWithin
  if (now.state === 'ready' && step.mayRun && isFresh) now = await releaseHold(worker, now)
  if (now.state === 'running') await openGap(worker, now)
  if (step.isFirst || now.state === 'running') tellPage(worker, now)
  await showHold(worker, now)
}

/** In the hold's own turn, which may be the one that waits for whoever calls this: never awaited from there. */
export async function advanceHold(worker: Worker, id: string): Promise<void> {
  await worker.turns(`hold:${id}`, async () => {
    const hold = await worker.db.holds.get(id)
    if (hold && isOpen(hold)) await advance(worker, hold, { mayRun: false })
  })
}

function needsOnlyReservations(row: HoldRow): boolean {
  const { obligations, effect } = row.decision
  return (
    row.state === 'waiting' &&
    effect === 'hold' &&
    obligations.length > 0 &&
    obligations.length === row.decision.reasons.length &&
    obligations.every(({ kind }) => kind === 'reservation')
  )
}

/** A hold that was taken over or closed while we thought stays so. */
async function store(worker: Worker, row: HoldRow): Promise<HoldRow> {
  const { db } = worker
  return db.transaction('rw', db.holds, async () => {
    const current = await db.holds.get(row.hold)
    if (current && !isOpen(current) && current.state !== 'inspecting') return current
    if (JSON.stringify({ ...current, updatedAt: 0 }) !== JSON.stringify({ ...row, updatedAt: 0 }))
      await db.holds.put(row)
    return row
  })
}
