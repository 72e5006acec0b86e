/** States of an approval request (trust.md, Approvals 1). `draft` is never stored: it is what the panel holds. */
export const approvalStates = [
  'draft',
  'pending',
  'approved',
  'denied',
  'expired',
  'withdrawn',
  'superseded',
  'consumed',
  'lapsed',
  'revoked',
] as const
export type ApprovalState = (typeof approvalStates)[number]

/** `sign` is one step of several; `approve` is the last one. */
export const approvalEvents = [
  'submit',
  'sign',
  'approve',
  'deny',
  'expire',
  'withdraw',
  'supersede',
  'consume',
  'lapse',
  'revoke',
] as const
export type ApprovalEvent = (typeof approvalEvents)[number]

/** Every edge there is. A state that is not a key here is final and never left. */
export const approvalEdges: Readonly<
  Partial<Record<ApprovalState, Readonly<Partial<Record<ApprovalEvent, ApprovalState>>>>>
> = {
  draft: { submit: 'pending' },
  pending: {
    sign: 'pending',
    approve: 'approved',
    deny: 'denied',
    expire: 'expired',
    withdraw: 'withdrawn',
    supersede: 'superseded',
  },
  approved: { consume: 'consumed', lapse: 'lapsed', revoke: 'revoked' },
}

/** The two clocks (F34), epoch milliseconds: decide before `decideBy`, use before `useBy` (null until approved). */
export interface ApprovalClocks {
  readonly state: ApprovalState
  readonly decideBy: number
  readonly useBy: number | null
}

export type ApprovalOutcome =
  | { readonly ok: true; readonly state: ApprovalState }
  | { readonly ok: false; readonly reason: 'final' | 'not-possible' | 'too-late' | 'too-early' }

/** What an event does to a request at `now`. At the very moment a clock ends it is too late to decide or to use. */
export function approvalTransition(
  request: ApprovalClocks,
  event: ApprovalEvent,
  now: number,
): ApprovalOutcome {
  const edges = approvalEdges[request.state]
  if (!edges) return { ok: false, reason: 'final' }
  const state = edges[event]
  if (!state) return { ok: false, reason: 'not-possible' }
  const clock = clockOf(event, request)
  if (clock) {
    const isOver = now >= clock.ends
    if (isOver !== clock.mustBeOver) return { ok: false, reason: isOver ? 'too-late' : 'too-early' }
  }
  return { ok: true, state }
}

function clockOf(
  event: ApprovalEvent,
  { decideBy, useBy }: ApprovalClocks,
): { ends: number; mustBeOver: boolean } | null {
  switch (event) {
    case 'sign':
    case 'approve':
    case 'deny':
      return { ends: decideBy, mustBeOver: false }
    case 'expire':
      return { ends: decideBy, mustBeOver: true }
    case 'consume':
      return { ends: useBy ?? -Infinity, mustBeOver: false }
    case 'lapse':
      return { ends: useBy ?? -Infinity, mustBeOver: true }
    case 'submit':
    case 'withdraw':
    case 'supersede':
    case 'revoke':
      return null
  }
  return event satisfies never
}
