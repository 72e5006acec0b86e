import type { Envelope } from '../../policy/trust/envelope.ts'
import type { StreamMessage } from '../../protocol/http/devices.ts'
import { drainInbox } from '../audit/inbox.ts'
import { flush } from '../audit/flush.ts'
import { fetchBudgets } from '../approvals/override-budgets.ts'
import { refreshRequest, syncRequests } from '../approvals/requests.ts'
import { applyRetention } from '../db/database.ts'
import { advance } from '../decisions/advance.ts'
import { syncEscalations } from '../decisions/escalate.ts'
import { fetchSiteExplanations } from '../decisions/explanations.ts'
import { isOpen } from '../decisions/hold-row.ts'
import { tidyMemories } from '../decisions/memories.ts'
import { tidyHolds } from '../decisions/tidy-holds.ts'
import { showLists } from '../decisions/tell.ts'
import { applyBackstop } from '../network/backstop.ts'
import { recordBadPacks, recordDisabledPacks } from '../policy/bad-packs.ts'
import { pullBundle } from '../policy/pull.ts'
import { takeKill } from '../policy/take-kill.ts'
import { packsInForce, refreshSlices } from '../policy/slices.ts'
import { recordTampering } from '../policy/tampering.ts'
import { run } from '../run.ts'
import { syncContentScripts } from '../sites/content-scripts.ts'
import type { Worker } from '../worker.ts'
import { noteApplied, reportStatus, reportWhenDue } from './report.ts'
import { askAfter } from './retry-after.ts'

/** Everything that must be true after a sleep, a reconnect or an alarm. Each part stands alone and may be cut off. */
export async function keepUp(worker: Worker): Promise<void> {
  await drainInbox(worker)
  await keepPolicy(worker)
  await settle(worker)
}

async function keepPolicy(worker: Worker): Promise<void> {
  await pullBundle(worker)
  await recordTampering(worker)
  await policyChanged(worker)
}

/** What follows a policy and hurries less than it: a bundle that is new is told as a status that changed. */
async function settle(worker: Worker): Promise<void> {
  if (await noteApplied(worker)) await reportStatus(worker)
  else await reportWhenDue(worker)
  await syncRequests(worker)
  await syncEscalations(worker)
  await fetchBudgets(worker)
  await tidyHolds(worker)
  await tidyMemories(worker)
  await applyRetention(worker.db, worker.environment.now())
  await flush(worker)
  await showLists(worker)
}

/** The server is there again: what was missed is fetched. */
export async function catchUp(worker: Worker): Promise<void> {
  const mine = fetchMissed(worker).finally(() => {
    if (worker.catchingUp === mine) worker.catchingUp = null
  })
  worker.catchingUp = mine
  return mine
}

async function fetchMissed(worker: Worker): Promise<void> {
  await keepUp(worker)
  await flush(worker, true)
  for (const { id } of packsInForce(worker).good) await fetchSiteExplanations(worker, id)
  await policyChanged(worker)
}

/** Slices, backstop and open holds follow whatever changed: bundle, lease, contact, suggestions. */
export async function policyChanged(worker: Worker): Promise<void> {
  if (!(await refreshSlices(worker))) return
  await tidyMemories(worker)
  await recordBadPacks(worker)
  await recordDisabledPacks(worker)
  await hostsChanged(worker)
  const open = await worker.db.holds.where('state').anyOf('waiting', 'ready').primaryKeys()
  for (const hold of open) {
    await worker.turns(`hold:${hold}`, async () => {
      const row = await worker.db.holds.get(hold)
      if (row && isOpen(row)) await advance(worker, row, { mayRun: false })
    })
  }
}

/** Where we run, and what is stopped behind it, follow the packs in force and what the rep allows. */
export async function hostsChanged(worker: Worker): Promise<void> {
  await syncContentScripts(worker)
  await applyBackstop(worker)
}

/** In force before anything else is asked; whatever it leaves unclear, a pull settles. */
async function heardKill(worker: Worker, envelope: Envelope, withinMs: number | undefined): Promise<void> {
  const taken = await takeKill(worker, envelope)
  if (taken.ok && !taken.isNew) return
  await policyChanged(worker)
  if (!taken.ok) return keepUp(worker)
  await noteApplied(worker)
  // It is obeyed; that a whole fleet says so need not be in one moment.
  soon(worker, withinMs ?? 0, 'report', () => reportStatus(worker))
}

/**
 * A fleet hears of a bundle in one moment and must not ask in one moment. Everything else waits until the last of them has
 * it, for which a server at its limit takes a third longer than it asked them to.
 */
async function obeyNew(worker: Worker, withinMs: number): Promise<void> {
  await keepPolicy(worker)
  const { later, random } = worker.environment
  later(1.5 * withinMs + askAfter(withinMs, random), () => run('settle', settle(worker)))
}

function soon(worker: Worker, withinMs: number, what: string, task: () => Promise<void>): void {
  const { later, random } = worker.environment
  later(askAfter(withinMs, random), () => run(what, task()))
}

/** A message of the stream is a hint: what it names is fetched and checked like anything else. */
export async function followHint(worker: Worker, message: StreamMessage): Promise<void> {
  switch (message.type) {
    case 'hello':
      // The stream is often how a server is found again: then what was missed is being fetched already.
      await (worker.catchingUp ?? catchUp(worker))
      // What was announced while it was being opened.
      return (worker.active?.bundle.version ?? 0) < message.revision ? keepUp(worker) : undefined
    case 'beat':
    case 'ended':
    case 'draft.changed':
    case 'proposal.changed':
    case 'rollout.changed':
      return
    case 'bundle.announced':
      return soon(worker, message.withinMs ?? 1000, 'pull', () => obeyNew(worker, message.withinMs ?? 1000))
    case 'approval.changed':
      return refreshRequest(worker, message.id)
    case 'kill.changed':
      return heardKill(worker, message.envelope, message.withinMs)
    case 'escalation.changed':
      return syncEscalations(worker)
    case 'explanation.recorded':
      if ((await fetchSiteExplanations(worker, message.site)) === 'changed') await policyChanged(worker)
      return
    default:
      message satisfies never
  }
}
