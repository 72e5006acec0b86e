import { isAround, markStale, refresh } from '../badges/refresh.ts'
import { clickable } from '../../reading/name.ts'
import { roots } from '../dom/roots.ts'
import { makeSchedule } from '../dom/schedule.ts'
import { answered, forgetAddresses } from '../interceptor/gate.ts'
import { hear, retell } from '../interceptor/holds.ts'
import { armShadow, guarded, startGestures } from '../interceptor/listen.ts'
import { adopt, detect, page, sites } from '../page.ts'
import { resident } from '../resident.ts'
import { isControl, isPresent, locate } from '../sites/locate.ts'
import { readRecord, readValue } from '../sites/read-action.ts'

/** The part that knows packs and policy. Comes into a frame once the worker has a slice for it. */
export function startEngine(): void {
  const here = resident()
  if (here.standing === 'ready') return
  const schedule = makeSchedule(refresh)
  const changed = () => {
    markStale()
    schedule(true)
  }
  const observer = new MutationObserver((records) => schedule(false, () => records.some(bringsControl)))
  const watch = (root: Node) =>
    observer.observe(root, {
      childList: true,
      subtree: true,
      attributeFilter: ['class', 'style', 'hidden', 'disabled', 'open'],
    })
  roots.add(document)
  watch(document)
  startGestures(changed, watch)
  const moved = ({ target }: Event) => schedule(target === window || isAround(target as Node))
  for (const name of ['scroll', 'transitionend', 'animationend'])
    document.addEventListener(name, moved, { capture: true, passive: true })
  addEventListener('resize', moved)
  // Values that a script sets, and what fades over a control, come with no word.
  setInterval(schedule, 1000)

  here.onConnect = () => {
    retell()
    changed()
  }
  here.onAnswer = (answer) => {
    answered(answer)
    changed()
  }
  here.onMessage = (message) => {
    if (message.type === 'slice.changed') adopt(message.slice)
    else if (message.type === 'site.unknown') {
      sites.clear()
      page.site = undefined
      page.isDetected = false
    } else hear(message)
    detect()
    if (!('hold' in message)) openGate()
    changed()
  }
  here.early.messages.splice(0).forEach(here.onMessage)
  here.looks = { page, isControl, isPresent, locate, readValue, readRecord }
  here.standing = 'ready'
  here.onEvent = guarded
  here.early.hosts.splice(0).forEach(armShadow)
  document.querySelectorAll('*').forEach(armShadow)
  for (const again of here.early.gestures.splice(0)) again()
}

/** Whether requests are to be asked about; about which is nothing that the page's own world has to know. */
function openGate(): void {
  forgetAddresses()
  const asks = [...sites.values()].some(({ surfaces }) => surfaces.some(({ requests }) => requests.length))
  resident().sayToPageWorld(asks)
}

/** Has something come that could be a governed control? */
function bringsControl({ addedNodes }: MutationRecord): boolean {
  return [...addedNodes].some(
    (node) => node instanceof Element && (node.matches(clickable) || !!node.querySelector(clickable)),
  )
}
