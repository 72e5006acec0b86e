import type { Fulfilment } from '../../policy/obligation.ts'
import type { AuditType } from '../../protocol/audit/registry.ts'
import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { countOverride } from '../approvals/override-budgets.ts'
import type { HoldRow } from '../db/rows.ts'
import type { Worker } from '../worker.ts'
import { keepMemory } from './memories.ts'
import { memoryFrom } from './pass-on-memory.ts'

type Message<Type extends PanelMessage['type']> = Extract<PanelMessage, { type: Type }>

/** A tick counts as soon as it is there; the evidence behind it goes on the record (F20). */
export async function completeReview(
  worker: Worker,
  row: HoldRow,
  message: Message<'review.completed'>,
): Promise<HoldRow> {
  const { rule, tickedAfterMs, scrolledToEnd } = message
  const due = row.decision.obligations.find(
    (obligation) => obligation.kind === 'review' && obligation.rule === rule,
  )
  if (due?.kind !== 'review') return row
  return save(worker, withDone(row, { kind: 'review', rule, effect: row.effect }), [
    'review.completed',
    {
      rule,
      tickedAfterMs,
      scrolledToEnd,
      underFloor: tickedAfterMs < due.floorSeconds * 1000,
    },
  ])
}

export async function clearReview(
  worker: Worker,
  row: HoldRow,
  message: Message<'review.cleared'>,
): Promise<HoldRow> {
  const { rule } = message
  const fulfilled = row.fulfilled.filter((done) => !(done.kind === 'review' && done.rule === rule))
  if (fulfilled.length === row.fulfilled.length) return row
  return save(worker, { ...row, fulfilled }, ['review.cleared', { rule }])
}

/** The event holds the code, never the label; a code that wants words is refused without them (F16). */
export async function giveOverride(
  worker: Worker,
  row: HoldRow,
  message: Message<'override.given'>,
): Promise<HoldRow> {
  const { rule, code, text, remember } = message
  const due = row.decision.obligations.find(
    (obligation) => obligation.kind === 'override-reason' && obligation.rule === rule,
  )
  if (due?.kind !== 'override-reason') return row
  const choice = due.choices.find((offered) => offered.code === code)
  if (!choice) return { ...row, problem: 'REASON_UNKNOWN' }
  if (choice.needsText && text.trim() === '') return { ...row, problem: 'REASON_NEEDS_TEXT' }
  const memory = remember ? await memoryFrom(worker, row, { rule, code, text, remember }) : null
  if (remember && !memory) return { ...row, problem: 'MEMORY_REFUSED' }
  const counted = await countOverride(worker, row, rule)
  if (!counted) return { ...row, problem: 'BUDGET_SPENT' }
  const use = counted.overrideUses?.find((one) => one.rule === rule)?.id
  const done = withDone(counted, { kind: 'override-reason', rule, effect: row.effect, code, text })
  const detail = { rule, code, text, explanation: row.suggestion?.id ?? null, ...(use && { use }) }
  if (!memory) return save(worker, done, ['override.given', detail])
  const { id, scope, ends, until } = memory
  const kept = { id, scope, ends, until: new Date(until).toISOString() }
  return save(worker, done, ['override.given', { ...detail, memory: kept }], () => keepMemory(worker, memory))
}

/** "Wrong detection" is a tuning item: on the record, and the obligation stays open (F17). */
export async function disputeDetection(
  worker: Worker,
  row: HoldRow,
  message: Message<'detection.disputed'>,
): Promise<HoldRow> {
  const { rule, text } = message
  const isNamed = [...row.decision.reasons, ...row.decision.tips].some((reason) => reason.rule === rule)
  return isNamed ? save(worker, row, ['detection.disputed', { rule, text }]) : row
}

function withDone(row: HoldRow, done: Fulfilment): HoldRow {
  const others = row.fulfilled.filter((other) => other.kind !== done.kind || other.rule !== done.rule)
  return { ...row, fulfilled: [...others, done], problem: null }
}

async function save(
  worker: Worker,
  row: HoldRow,
  [type, detail]: readonly [AuditType, Readonly<Record<string, unknown>>],
  also: () => Promise<void> = async () => {},
): Promise<HoldRow> {
  const { db } = worker
  await record(worker, {
    facts: [holdFact(worker, type, row, detail)],
    tables: [db.holds],
    write: async () => {
      await db.holds.put(row)
      await also()
    },
  })
  return row
}
