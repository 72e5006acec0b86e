import type { Action } from '../../policy/action.ts'
import type { Surface } from '../../protocol/site-pack.ts'
import { page } from '../page.ts'
import { forgetShown } from '../sites/baseline.ts'
import { isPresent } from '../sites/locate.ts'
import type { SentRequest } from '../sites/match-request.ts'
import { recordKey } from '../sites/read-action.ts'
import { readRequest } from '../sites/read-request.ts'
import { hold, settle } from './holds.ts'
import { actorOf, judge, spend } from './judge.ts'
import type { Layer } from './judge.ts'
import { recordAllowed } from './record.ts'

/** How long the page-world script keeps a held request open. */
const patience = 30_000

interface Passed {
  readonly surface: Surface
  readonly action: Action
  readonly hold: string | null
}

/** Requests on their way, by the id the page-world script gave them. */
const passed = new Map<number, readonly Passed[]>()

/**
 * May this request leave? Decided at once; when it is held, `release` lets it go later. A body can carry several
 * operations: all must pass, and nothing is used up or recorded before that is known.
 */
export function admit(request: SentRequest, layer: Layer, id: number, release: () => void): boolean {
  if (!page.slice) return true
  const seen = new Set<string>()
  const found = [...page.surfaces]
    .sort((left, right) => +isPresent(right) - +isPresent(left))
    .flatMap((surface) =>
      readRequest(surface, request, actorOf(surface.operation)).map((action) => ({ surface, action })),
    )
    .map(({ surface, action }) => ({ surface, verdict: judge(action, layer) }))
    .filter(({ verdict: { action, effect } }) => {
      const key = action.operation + effect
      return !seen.has(key) && seen.add(key)
    })
  const pass = () => {
    const going = found.map(({ surface, verdict }) => {
      const { action, decision, ticket } = verdict
      if (spend(verdict)) recordAllowed(action, decision)
      return { surface, action, hold: ticket?.hold ?? null }
    })
    if (going.length) passed.set(id, going)
  }
  const stopped = found.find(({ verdict }) => !verdict.mayPass)
  if (!stopped) {
    pass()
    return true
  }
  const { surface, verdict } = stopped
  const heldAt = Date.now()
  hold({
    surface,
    action: verdict.action,
    isInspection: false,
    anchor: null,
    resume: () => {
      const isAlive = Date.now() - heldAt < patience
      // Judged anew: by now there is a ticket for what was held, and perhaps something else still stands in the way.
      return isAlive && admit(request, layer, id, release) && (release(), true)
    },
  })
  return false
}

/** The answer to a request that was let pass. */
export function answered(id: number, status: number, failures: readonly string[]): void {
  for (const { surface, action, hold: held } of passed.get(id) ?? []) {
    const { success } = surface
    const isDone =
      (success.status.length ? success.status.includes(status) : status > 0 && status < 400) &&
      !(success.absent && failures.includes(success.absent))
    if (isDone) forgetShown(recordKey(surface, action.record))
    if (held) settle(held, isDone ? 'done' : 'failed', status)
  }
  passed.delete(id)
}
