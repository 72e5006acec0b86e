import type { Action } from '../../policy/action.ts'
import type { Decision } from '../../policy/decision.ts'
import { effectOf } from '../../policy/effect.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { factsOf } from '../../policy/facts.ts'
import { site } from '../page.ts'

/** Where an action is seen. One act of a person passes several, in this order. */
export const layers = { gesture: 0, script: 1, submit: 2, request: 3, navigation: 4 } as const
export type Layer = keyof typeof layers

/**
 * Lets one act through the layers that follow the first, each once. Of an allowed act `hold` is null, and any of its
 * requests that policy allows belongs to it; of a released one exactly `effect` passes and nothing else.
 */
interface Ticket {
  readonly operation: string
  readonly effect: string
  readonly hold: string | null
  at: number
  until: number
  /** Bit per layer. */
  used: number
}

let tickets: Ticket[] = []

export interface Verdict {
  readonly now: number
  readonly action: Action
  readonly effect: string
  readonly layer: Layer
  readonly decision: Decision
  /** The act this one continues. */
  readonly ticket: Ticket | undefined
  readonly mayPass: boolean
}

export function decide(action: Action, now: number): Decision {
  const { slice, prepared } = site()
  return evaluate(prepared, action, factsOf(slice, action), now)
}

/** Decides without doing anything. */
export function judge(action: Action, layer: Layer): Verdict {
  const now = Date.now()
  const effect = effectOf(action)
  const decision = decide(action, now)
  tickets = tickets.filter(({ until }) => until > now)
  const open = tickets.filter(
    ({ operation, used, at }) =>
      operation === action.operation &&
      !((used >> layers[layer]) & 1) &&
      // A script that presses the control counts as the rep's own press only right after it.
      (layer !== 'script' || now - at < 1000),
  )
  const isAllowed = decision.effect === 'allow'
  const ticket =
    open.find((one) => one.effect === effect) ??
    open.find(({ hold }) => !hold && isAllowed && layers[layer] >= layers.request)
  return { action, effect, layer, decision, ticket, now, mayPass: !!ticket || isAllowed }
}

/** Uses up what `verdict` passes on; true when this is an act of its own, to be recorded. */
export function spend({ action, effect, layer, ticket }: Verdict): boolean {
  const passed = ticket ?? issue(action.operation, effect, null, Date.now() + 10_000)
  if (!passed.used) passed.until = Math.min(passed.until, (passed.at = Date.now()) + 10_000)
  passed.used |= (2 << layers[layer]) - 1
  return !ticket
}

export function issue(operation: string, effect: string, hold: string | null, until: number): Ticket {
  const ticket = { operation, effect, hold, until, at: Date.now(), used: 0 }
  tickets.push(ticket)
  return ticket
}

/** Whether a person started it: their gesture is known, or the browser has just seen one. */
export function actorOf(operation: string): Action['actor'] {
  return tickets.some((one) => one.operation === operation) || [window, parent, top].some(isActive)
    ? 'person'
    : 'agent'
}

/** A frame made after the gesture has not seen it itself. */
function isActive(frame: Window | null): boolean | undefined {
  try {
    return frame?.navigator.userActivation?.isActive
  } catch {
    return false
  }
}
