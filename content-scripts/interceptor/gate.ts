import type { Action } from '../../policy/action.ts'
import { requestPatience } from '../../protocol/hold.ts'
import type { Surface } from '../../protocol/site-pack.ts'
import type { FromPageWorld, Question } from '../page-world/handshake.ts'
import { page, site, sites } from '../page.ts'
import { resident } from '../resident.ts'
import { forgetShown } from '../sites/baseline.ts'
import { isPresent } from '../sites/locate.ts'
import { formRequest } from '../dom/form-request.ts'
import { fitsAddress } from '../sites/match-request.ts'
import type { SentRequest } from '../sites/match-request.ts'
import { readPath } from '../sites/read-path.ts'
import { recordKey } from '../sites/read-action.ts'
import { readRequest } from '../sites/read-request.ts'
import { hold, settle } from './holds.ts'
import { actorOf, judge, spend } from './judge.ts'
import type { Layer } from './judge.ts'
import { recordAllowed } from './record.ts'

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
export function admit(read: () => SentRequest, layer: Layer, id: number, release: () => void): boolean {
  if (page.isDetected) return admitAs(read, layer, id, release)
  // A frame without the application in it (about:blank) can still send for the one around it.
  return [...sites.values()].every((one) => {
    page.site = one
    return admitAs(read, layer, id, release)
  })
}

function admitAs(read: () => SentRequest, layer: Layer, id: number, release: () => void): boolean {
  const request = read()
  const seen = new Set<string>()
  const found = [...site().surfaces]
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
      const { action, ticket } = verdict
      if (spend(verdict)) recordAllowed(verdict)
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
    anchor: null,
    resume: () => {
      // Read and judged anew: there is a ticket for what was held, and by now it may be something else.
      if (Date.now() - heldAt < requestPatience && admit(read, layer, id, release)) release()
    },
  })
  return false
}

/**
 * A request of the page, asked about inside its own task, so that an allowed one leaves when the page sent it. Cancelled =
 * it may leave: when nobody answers, as after `document.open`, it stays. The address comes first, alone.
 */
export function answerQuestion(event: CustomEvent<unknown>): void {
  const { id, method, url: stated, body } = JSON.parse(String(event.detail)) as Question
  const mayLeave =
    body === undefined
      ? !isCarrier(method, stated)
      : admit(
          () => ({ method: method.toUpperCase(), url: absolute(stated), body }),
          'request',
          id,
          releaseOf(id),
        )
  if (mayLeave) event.preventDefault()
}

/** A script submits a form, which no event of the browser tells of. */
export function answerForm(event: CustomEvent<unknown>, form: HTMLFormElement): void {
  const { id } = JSON.parse(String(event.detail)) as Question
  // Seen again at a shadow root, it would be asked about twice.
  event.stopImmediatePropagation()
  if (admit(() => formRequest(form), 'request', id, releaseOf(id))) event.preventDefault()
}

const releaseOf = (id: number) => () => resident().sayToPageWorld(id)

/** What was found of addresses: a page asks for the same few again and again, and waits for the answer. */
const carriers = new Map<string, boolean>()
const mostCarriers = 200

/** When other packs come. */
export function forgetAddresses(): void {
  carriers.clear()
}

function isCarrier(method: string, stated: string): boolean {
  // Nothing in one part can be taken for the beginning of the next.
  const key = JSON.stringify([method, stated, document.baseURI])
  let isOne = carriers.get(key)
  if (isOne === undefined) {
    const url = absolute(stated)
    isOne =
      !!url &&
      [...sites.values()].some(({ surfaces }) =>
        surfaces.some(({ requests }) => requests.some(({ match }) => fitsAddress(match, method, url))),
      )
    if (carriers.size >= mostCarriers) carriers.clear()
    carriers.set(key, isOne)
  }
  return isOne
}

/** Empty for what is no address. */
function absolute(stated: string): string {
  return URL.canParse(stated, document.baseURI) ? new URL(stated, document.baseURI).href : ''
}

/** The answer to a request that was let pass, as the page's world tells it. */
export function answered(answer: unknown): void {
  const { id, status, text } = answer as FromPageWorld
  for (const { surface, action, hold: held } of passed.get(id) ?? []) {
    const { success } = surface
    const isDone =
      (success.status.length ? success.status.includes(status) : status > 0 && status < 400) &&
      !(success.absent && readPath(text, success.absent).length)
    if (isDone) forgetShown(recordKey(surface, action.record))
    if (held) settle(held, isDone ? 'done' : 'failed', status)
  }
  passed.delete(id)
}
