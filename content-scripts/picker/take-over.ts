import type { Question } from '../page-world/handshake.ts'
import { resident } from '../resident.ts'

/** Asked before anybody else hears of an event; `true` = nobody else does. */
export type Seen = (event: Event) => boolean

/** What the small script of the first moment does not listen for: heard after the page's own first ones, and stopped then. */
const others = [
  'pointermove',
  'mousemove',
  'pointerover',
  'mouseover',
  'pointerout',
  'mouseout',
  'contextmenu',
]
const seers = new Set<Seen>()
let before: ((event: Event) => void) | undefined

/**
 * Puts `seen` in front of the engine, on the listeners that were on the window before the page's first script. Answers
 * with what takes it away again; with the last one nothing of ours listens any more.
 */
export function takeOver(seen: Seen): () => void {
  const here = resident()
  if (!seers.size) {
    before = here.onEvent
    here.onEvent = mine
    for (const name of others) addEventListener(name, late, { capture: true })
  }
  seers.add(seen)
  return () => {
    if (!seers.delete(seen) || seers.size) return
    for (const name of others) removeEventListener(name, late, { capture: true })
    // An engine that came meanwhile has put itself there.
    if (here.onEvent !== mine) return
    if (before) here.onEvent = before
    else delete here.onEvent
  }
}

function mine(event: Event): void {
  const isQuestion = event.type === resident().question
  // An address alone teaches nothing: not let go at once, it is asked about again with its body.
  if (isQuestion && event.target === window && !hasBody(event)) return
  if (late(event)) return
  if (before) before(event)
  else if (isQuestion) event.preventDefault()
}

function hasBody(event: Event): boolean {
  return 'body' in (JSON.parse(String((event as CustomEvent).detail)) as Partial<Question>)
}

function late(event: Event): boolean {
  // The newest first: what ended a moment ago only swallows the rest of its own gesture.
  const isOurs = [...seers].reverse().some((seen) => seen(event))
  if (isOurs) {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  return isOurs
}
