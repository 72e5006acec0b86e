import type { Escalation } from '../../protocol/escalation.ts'
import { escalationListSchema } from '../../protocol/http/escalations.ts'
import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow } from '../db/rows.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Worker } from '../worker.ts'
import { isOpen } from './hold-row.ts'
import { showHold } from './tell.ts'

/** A refused action is the one a rep most wants a human to look at. */
function mayEscalate(row: HoldRow): boolean {
  return (isOpen(row) || row.state === 'refused') && !isWaiting(row)
}

function isWaiting({ escalation }: HoldRow): boolean {
  return escalation !== undefined && escalation !== null && escalation.answer === null
}

/**
 * Hands the hold to a human (S230). It travels as an event, so it survives a dead line like every other, and it lifts
 * nothing. Call it inside the hold's turn.
 */
export async function escalateHold(
  worker: Worker,
  row: HoldRow,
  message: Extract<PanelMessage, { type: 'hold.escalated' }>,
): Promise<void> {
  const { db, environment } = worker
  if (!mayEscalate(row)) return
  const given = { reason: message.reason, text: message.text.trim(), to: addresseesOf(worker, row) }
  const fact = holdFact(worker, 'hold.escalated', row, given)
  const escalation: Escalation = { id: fact.id, ...given, at: fact.at, answer: null }
  const escalated: HoldRow = { ...row, escalation, updatedAt: environment.now() }
  await record(worker, { facts: [fact], tables: [db.holds], write: () => db.holds.put(escalated) })
  await showHold(worker, escalated)
}

/** The approvers this hold waits for and the owners of the rules that speak; else those of the workflow. */
function addresseesOf(worker: Worker, { action, decision }: HoldRow): string[] {
  const slice = worker.active?.slices.get(action.site)?.slice
  const workflow = slice?.workflows.find(({ id }) => id === decision.workflow)
  const speaking = new Set([...decision.reasons, ...decision.obligations].map(({ rule }) => rule))
  const owners = (worker.active?.bundle.rules ?? [])
    .filter(({ id }) => speaking.has(id))
    .map(({ owner }) => owner)
  const asked = decision.obligations.flatMap((due) => (due.kind === 'approval' ? due.approvers : []))
  const approvers = asked.length > 0 ? asked : (workflow?.approvers ?? [])
  const named = [...approvers, ...(owners.length > 0 ? owners : [workflow?.owner ?? ''])]
  return [...new Set(named.filter((name) => name !== ''))].slice(0, 100)
}

/** What humans answered to holds of this device. Their answer is shown and changes nothing by itself. */
export async function syncEscalations(worker: Worker): Promise<void> {
  const standing = await worker.db.holds.where('state').anyOf('waiting', 'ready', 'refused').toArray()
  const waiting = standing.filter(isWaiting)
  if (waiting.length === 0) return
  const answer = await callServer(worker, {
    method: 'GET',
    path: '/v1/escalations?scope=mine&limit=200',
    answer: escalationListSchema,
  })
  if (!answer.ok) return
  for (const { hold } of waiting) {
    await worker.turns(`hold:${hold}`, async () => {
      const row = await worker.db.holds.get(hold)
      const answered = answer.value.items.find(({ event }) => event === row?.escalation?.id)?.answer
      if (!row?.escalation || !answered) return
      const { note, by, at } = answered
      const told = { ...row, escalation: { ...row.escalation, answer: { note, by: by.name, at } } }
      await worker.db.holds.put(told)
      await showHold(worker, told)
    })
  }
}
