import { slowStart } from '../page-world/handshake.ts'
import type { Resident } from '../resident.ts'
import { showNotice } from './notice.ts'

const names =
  'pointerdown,mousedown,touchstart,pointerup,mouseup,touchend,click,auxclick,dblclick,keydown,keypress,keyup,submit,dragstart,drop,focusin,input,change'
/** How long a gesture may wait unexplained. */
const patience = 1000

/** Listens on the window before anybody else can; answers with what adds the same listeners elsewhere. */
export function listen(here: Resident): (target: EventTarget) => void {
  const onEvent = (event: Event) => {
    if (here.onEvent) here.onEvent(event)
    else if (event.type === here.question) {
      if (event.target !== window) {
        const host = event.target as Element
        here.early.hosts.push(host)
        // A submit inside of it is seen nowhere else, and need not wait for the engine.
        const root = here.shadowOf(host)
        if (root) arm(root)
      }
      // Nobody here knows better, and it has waited long enough.
      event.preventDefault()
    } else if (here.standing === 'starting' && event.isTrusted) pause(here, event)
  }
  // Idempotent: adding a listener again changes nothing.
  const arm = (target: EventTarget) => {
    for (const name of [here.question, ...names.split(',')])
      target.addEventListener(name, onEvent, { capture: true })
  }
  arm(window)
  // `document.open` takes every listener of the window away and leaves the observers.
  new MutationObserver(() => arm(window)).observe(document, { childList: true })
  globalThis.navigation?.addEventListener('navigate', (event) => {
    if (here.standing === 'starting' && event.formData && performance.now() < slowStart) {
      // Sent inside of a shadow root that nobody told of: there is no form here to send again.
      event.preventDefault()
      showNotice('starting')
    }
  })
  return arm
}

/** Nothing is known yet, so it fails closed: it waits for the engine, which decides on it like on any other. */
function pause(here: Resident, event: Event): void {
  const { type } = event
  // The window is told of the host alone.
  const [target] = event.composedPath()
  if (type === 'input') here.early.edited.set(target, location.href)
  const key = event as KeyboardEvent
  const isShortcut = type === 'keydown' && (key.ctrlKey || key.metaKey) && !/^[acvxyz]$/i.test(key.key)
  if (!isShortcut && type !== 'click' && type !== 'submit') return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (!here.early.gestures.length)
    setTimeout(() => here.standing === 'starting' && showNotice('starting'), patience)
  here.early.gestures.push(() => {
    if (type === 'submit') (target as HTMLFormElement).requestSubmit((event as SubmitEvent).submitter)
    else if (isShortcut) target?.dispatchEvent(new KeyboardEvent(type, key))
    else (target as HTMLElement).click()
  })
}
