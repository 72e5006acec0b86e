import type { Trigger } from '../../policy/action.ts'
import type { Surface } from '../../protocol/site-pack.ts'
import { locate } from '../sites/locate.ts'
import { readAction } from '../sites/read-action.ts'
import { hold } from './holds.ts'
import { judge, spend } from './judge.ts'
import type { Layer, Verdict } from './judge.ts'
import { recordAllowed } from './record.ts'

export interface Gesture {
  readonly surfaces: readonly Surface[]
  readonly trigger: Trigger
  readonly layer: Layer
  readonly isPerson: boolean
  /** The control, where the panel goes; null when the gesture has none. */
  readonly control: Element | null
  /** Does the same again. */
  readonly again: () => void
}

/** Would it be held? Changes nothing: asked at the first event of a gesture, and for the badge. */
export function wouldHold(gesture: Gesture): boolean {
  return verdictsOf(gesture).some(({ verdict }) => !verdict.mayPass)
}

/** May it go on? When not, it is held now. One gesture can start several operations: all must pass, or none is recorded. */
export function attempt(gesture: Gesture): boolean {
  const verdicts = verdictsOf(gesture)
  const stopped = verdicts.find(({ verdict }) => !verdict.mayPass)
  if (!stopped) {
    for (const { verdict } of verdicts) if (spend(verdict)) recordAllowed(verdict)
    return true
  }
  const { surface, verdict } = stopped
  hold({
    surface,
    action: verdict.action,
    anchor: gesture.control ?? locate(surface)?.element ?? null,
    resume: (effect) => resume(gesture, effect),
  })
  return false
}

let isOurs = false

/**
 * Our own resume of a held gesture arrives as a scripted event; it is taken for what it repeats. The first event that
 * `act` makes is it: our listener hears it before any of the page could make another.
 */
export function asOurs(act: () => void): void {
  isOurs = true
  act()
  isOurs = false
}

export function takeOurs(): boolean {
  const isMine = isOurs
  isOurs = false
  return isMine
}

function resume(gesture: Gesture, effect: string): void {
  // Only exactly what was let go, which may be an edit of what was held: the page may show something else by now.
  if (verdictsOf(gesture).some(({ verdict }) => verdict.effect === effect)) gesture.again()
}

function verdictsOf({
  surfaces,
  trigger,
  layer,
  isPerson,
}: Gesture): { surface: Surface; verdict: Verdict }[] {
  return surfaces.flatMap((surface) => {
    const { action, isIdle } = readAction(surface, { trigger, actor: isPerson ? 'person' : 'agent' })
    return isIdle ? [] : [{ surface, verdict: judge(action, layer) }]
  })
}

/** A badge was pressed: shows what would happen now, and holds nothing. */
export function inspect(surface: Surface, control: Element): void {
  const { action } = readAction(surface, { trigger: 'click', actor: 'person' })
  hold({ surface, action, isInspection: true, anchor: control })
}
