import type { HoldView } from '../../protocol/hold.ts'
import type { MemoryOffer, MemoryView } from '../../protocol/memory.ts'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import type { HoldRow } from '../db/rows.ts'
import { budgetsFor } from '../approvals/override-budgets.ts'
import { isOnline, trustedNow } from '../fleet/contact.ts'
import { statusOf } from '../fleet/status.ts'
import type { ActivePolicy, Worker } from '../worker.ts'
import { fulfilledFor } from './hold-row.ts'
import { endsAt, liveMemories, rememberableFor } from './memories.ts'

const mostListed = 100

/** What the panel shows of one hold; the panel knows nothing else. */
export async function viewOf(worker: Worker, row: HoldRow): Promise<HoldView> {
  const { active, db } = worker
  const slice = active?.slices.get(row.action.site)?.slice
  const workflow = slice?.workflows.find(({ id }) => id === row.decision.workflow)
  const surface = slice?.pack.surfaces.find(({ id }) => id === row.action.surface)
  const [request, isReached, fulfilled] = await Promise.all([
    row.request === null ? undefined : db.requests.get(row.request),
    isOnline(worker),
    fulfilledFor(worker, row),
  ])
  const isShown = request?.withdraw === false
  const due = row.decision.obligations.find((obligation) => obligation.kind === 'override-reason')
  return {
    hold: row.hold,
    state: row.state,
    action: row.action,
    digest: row.digest,
    decision: row.decision,
    workflow: workflow
      ? { id: workflow.id, name: workflow.name, owner: workflow.owner, approvers: workflow.approvers }
      : null,
    surfaceName: surface?.name ?? row.action.surface,
    fieldLabels: Object.fromEntries((surface?.fields ?? []).map(({ name, label }) => [name, label])),
    rules: rulesOf(active, row),
    fulfilled,
    explanation: await explanationOf(worker, row, isReached),
    overrideChoices: due?.kind === 'override-reason' ? due.choices : [],
    memories: await offersFor(worker, row),
    budgets: await budgetsFor(
      worker,
      row.decision.reasons.map(({ rule }) => rule),
    ),
    approval: isShown ? request.view : null,
    approvalUnsent: isShown && request.view === null && request.refusal === null,
    escalation: row.escalation ?? null,
    connection: isReached ? 'online' : 'offline',
    problem: row.problem,
  }
}

/** Everything of this rep that is open, newest first. */
export async function holdList(worker: Worker): Promise<{ views: HoldView[]; status: ExtensionStatus }> {
  const rows = await worker.db.holds.where('state').anyOf('waiting', 'ready').toArray()
  rows.sort((left, right) => right.heldAt - left.heldAt)
  const views = await Promise.all(rows.slice(0, mostListed).map((row) => viewOf(worker, row)))
  return { views, status: await statusOf(worker) }
}

async function offersFor(worker: Worker, row: HoldRow): Promise<Record<string, MemoryOffer>> {
  const until = endsAt(await trustedNow(worker))
  return Object.fromEntries(
    row.decision.obligations.flatMap(({ kind, rule }) => {
      const offer = kind === 'override-reason' && rule !== null && rememberableFor(worker, row, rule)
      return offer ? [[rule, offer.ok ? { ...offer, until } : offer]] : []
    }),
  )
}

/** What this rep is not asked again, newest first. */
export async function memoryList(worker: Worker): Promise<MemoryView[]> {
  const { rules, workflows, overrideReasons } = worker.active?.bundle ?? noBundle
  const live = await liveMemories(worker)
  return live.toReversed().map(({ id, rule, code, scope, ends, until, matter }) => ({
    ...{ id, scope, ends, until, matter },
    ruleName: rules.find((one) => one.id === rule)?.name ?? rule,
    workflowName: workflows.find((one) => one.id === matter.workflow)?.name ?? matter.workflow,
    reason: overrideReasons.find((one) => one.code === code)?.label ?? code,
  }))
}

const noBundle = { rules: [], workflows: [], overrideReasons: [] }

function rulesOf(active: ActivePolicy | null, { decision, fulfilled }: HoldRow): HoldView['rules'] {
  const spoken = new Set(
    [...decision.reasons, ...decision.tips, ...decision.obligations, ...fulfilled].map(({ rule }) => rule),
  )
  const rules = (active?.bundle.rules ?? []).filter(({ id }) => spoken.has(id))
  return Object.fromEntries(rules.map(({ id, name, message, owner }) => [id, { name, message, owner }]))
}

async function explanationOf(
  worker: Worker,
  row: HoldRow,
  isReached: boolean,
): Promise<HoldView['explanation']> {
  const { suggestion: explanation } = row
  if (!explanation) return { available: false, reason: isReached ? 'none-pushed' : 'server-unreachable' }
  const asOf = explanation.dataAsOf === null ? Number.NaN : Date.parse(explanation.dataAsOf)
  const ageHours = Number.isNaN(asOf) ? null : ((await trustedNow(worker)) - asOf) / 3_600_000
  const limit = worker.active?.bundle.freshnessLimitHours ?? Infinity
  return { available: true, explanation, ageHours, stale: ageHours !== null && ageHours > limit }
}
