import type { Action } from '../../policy/action.ts'
import { digest as digestOf } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import { describedAction, holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow } from '../db/rows.ts'
import type { Worker } from '../worker.ts'
import { advance } from './advance.ts'
import { explanationFor } from './explanations.ts'
import { isOpen, reconsider } from './hold-row.ts'
import { tellPage } from './tell.ts'

/**
 * The draft behind a hold changed. What was reviewed, explained or approved stays stored, bound to the old effect: it no
 * longer counts, and counts again only if the rep returns to exactly that action (F19, F33).
 */
export async function editHold(worker: Worker, row: HoldRow, action: Action): Promise<void> {
  const effect = effectOf(action)
  if (effect === row.effect || !isEditable(row)) return
  const { db } = worker
  const { explanation, mayHaveSuggestion } = await explanationFor(worker, action)
  const edited = await reconsider(worker, {
    ...row,
    state: row.state === 'inspecting' ? row.state : 'waiting',
    action,
    effect,
    digest: await digestOf(effect),
    suggestion: explanation,
    mayHaveSuggestion,
    // A gesture is not repeated by typing: from here the rep runs it.
    gestureAt: 0,
  })
  if (row.state === 'inspecting') {
    await db.holds.put(edited)
    return tellPage(worker, edited)
  }
  await record(worker, {
    facts: [
      holdFact(worker, 'hold.edited', edited, {
        action: describedAction(action),
        previousDigest: row.digest,
      }),
    ],
    tables: [db.holds],
    write: () => db.holds.put(edited),
  })
  await advance(worker, edited, { mayRun: false, isFirst: true })
}

/** A refused draft may be edited too: what it becomes is another action. */
function isEditable(row: HoldRow): boolean {
  return isOpen(row) || row.state === 'inspecting' || row.state === 'refused'
}
