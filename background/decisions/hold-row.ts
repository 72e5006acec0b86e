import type { Action } from '../../policy/action.ts'
import type { Fulfilment } from '../../policy/obligation.ts'
import type { HoldRow, RequestRow } from '../db/rows.ts'
import { trustedNow } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'
import { decide } from './decide.ts'

/** Obligations are open, or all are met and only the rep's word is missing. */
export function isOpen(row: Pick<HoldRow, 'state'>): boolean {
  return row.state === 'waiting' || row.state === 'ready'
}

/**
 * A granted request for exactly this action that was not used yet, whichever hold asked for it (F33, F35). One that reads
 * as consumed still counts for the hold whose own execution may have consumed it: the server's answer got lost.
 */
export async function usableRequest(
  worker: Worker,
  row: Pick<HoldRow, 'digest' | 'execution'>,
): Promise<RequestRow | null> {
  const now = await trustedNow(worker)
  const rows = await worker.db.requests.where('digest').equals(row.digest).toArray()
  const isUsable = ({ step, view }: RequestRow) => {
    if (step !== 'open' || !view?.grant || view.digest !== row.digest) return false
    if (row.execution?.grant === view.grant) return view.state === 'approved' || view.state === 'consumed'
    return view.state === 'approved' && (view.useBy === null || Date.parse(view.useBy) > now)
  }
  return rows.find(isUsable) ?? null
}

/** What was met for this very effect: in the panel, by reservation, and by a grant. */
export async function fulfilledFor(worker: Worker, row: HoldRow): Promise<Fulfilment[]> {
  const request = await usableRequest(worker, row)
  const grant = request?.view?.grant ?? null
  const approvals: Fulfilment[] =
    grant === null
      ? []
      : (request?.view?.steps ?? []).map(({ rule }) => ({
          kind: 'approval',
          rule,
          effect: row.effect,
          grant,
        }))
  const reserved: Fulfilment[] = row.reservations
    .filter(({ taken }) => taken)
    .map(({ rule, amount }) => ({ kind: 'reservation', rule, effect: row.effect, amount }))
  return [...row.fulfilled.filter(({ effect }) => effect === row.effect), ...approvals, ...reserved]
}

/** `row` as it stands by the policy of this moment. Never changes a hold that is final or running. */
export async function reconsider(worker: Worker, row: HoldRow): Promise<HoldRow> {
  if (!isOpen(row) && row.state !== 'inspecting') return row
  const { action, suggestion, mayHaveSuggestion, overrideUses = [] } = row
  const fulfilled = await fulfilledFor(worker, row)
  const known = { fulfilled, suggestion, mayHaveSuggestion, overrideUses }
  const decided = await decide(worker, action, known)
  const state = row.state === 'inspecting' ? row.state : stateFor(decided.decision.effect)
  return { ...row, ...decided, state, updatedAt: worker.environment.now() }
}

export function stateFor(effect: 'allow' | 'hold' | 'refuse'): HoldRow['state'] {
  switch (effect) {
    case 'allow':
      return 'ready'
    case 'hold':
      return 'waiting'
    case 'refuse':
      return 'refused'
  }
}

/** The site has a say only about its own pages: pack, host and account must fit the sender. */
export function isOfPage(action: Action, page: { readonly url: string }): boolean {
  const { host } = new URL(page.url)
  return action.account === host || action.account.startsWith(`${host}/`)
}
