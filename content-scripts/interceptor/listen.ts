import { pressAt } from '../badges/layer.ts'
import { formRequest, formText } from '../dom/form-request.ts'
import { roots } from '../dom/roots.ts'
import { hosts } from '../dom/top-layer.ts'
import { page, site } from '../page.ts'
import { resident } from '../resident.ts'
import { isPresent } from '../sites/locate.ts'
import { snapshot } from '../sites/read-action.ts'
import { asOurs, attempt, takeOurs, wouldHold } from './attempt.ts'
import { admit, answerForm, answerQuestion } from './gate.ts'
import { gestureOf, isGoverned } from './gesture-of.ts'

let onChange = () => {}
let observe = (_root: Node) => {}
/** Set while the rest of a held gesture is kept from the page; cleared by the next one. */
let swallowed: 'pointer' | 'key' | undefined

export function startGestures(changed: () => void, watch: (root: Node) => void): void {
  onChange = changed
  observe = watch
  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('*').forEach(armShadow))
  globalThis.navigation?.addEventListener('navigate', (event) => guard(event, onNavigate))
}

/** Listens inside a shadow root too: a closed one shows the window only its host. */
export function armShadow(host: Element): void {
  const { arm, shadowOf } = resident()
  const root = shadowOf(host)
  if (!root || roots.has(root) || hosts.has(host)) return
  roots.add(root)
  arm(root)
  observe(root)
  root.querySelectorAll('*').forEach(armShadow)
}

export function guarded(event: Event): void {
  guard(event, event.type === resident().question ? onQuestion : onGesture)
}

/** An error of ours must not break the page: it is told, and what was being asked about follows `whenUnavailable`. */
function guard<Kind extends Event>(event: Kind, act: (event: Kind) => void): void {
  try {
    act(event)
  } catch (error) {
    resident().tell({ type: 'surface.degraded', surface: 'engine', missing: [String(error).slice(0, 100)] })
    const holds = page.site?.slice.whenUnavailable === 'hold'
    // A question that nobody answers is a request that stays.
    if (event.type !== resident().question) {
      if (holds && isGoverned(event)) stop(event)
    } else if (!holds) event.preventDefault()
  }
}

function onQuestion(event: Event): void {
  const [target] = event.composedPath()
  if (target === window) answerQuestion(event as CustomEvent)
  else if (target instanceof HTMLFormElement && (event as CustomEvent).detail)
    answerForm(event as CustomEvent, target)
  else armShadow(target as Element)
}

function onGesture(event: Event): void {
  // Where nothing is governed a gesture costs nothing: shadow roots are met when it turns out to be.
  if (!page.isDetected) return
  const { type } = event
  const path = event.composedPath()
  const host = path.find((part) => hosts.has(part))
  if (host) {
    if (type === 'click' && event.isTrusted) pressAt(event)
    // The field that is being edited keeps the focus.
    if (type === 'mousedown') event.preventDefault()
    return event.stopImmediatePropagation()
  }
  for (const part of path)
    if (part instanceof Element && (part === path[0] || part.localName.includes('-'))) armShadow(part)
  const isMine = takeOurs()
  const isPerson = event.isTrusted || isMine
  if (event.isTrusted) touch(event)

  // What we resume is another gesture than the one whose rest is kept from the page.
  if (isMine || type === 'pointerdown' || (type === 'keydown' && !(event as KeyboardEvent).repeat))
    swallowed = undefined
  if (swallowed === 'pointer' && /^(pointer|mouse|touch|aux|dbl)/.test(type)) return stop(event)
  if (swallowed === 'key' && /^key|click/.test(type)) {
    if (type === 'keyup') swallowed = undefined
    return stop(event)
  }

  const gesture = gestureOf(event, path, isPerson)
  if (!gesture?.surfaces.length) {
    // A form that no surface names is still sent by the browser itself, where no wrapper sees it.
    if (type === 'submit' && path[0] instanceof HTMLFormElement) admitForm(event as SubmitEvent, path[0])
    return
  }
  if (/down|touchstart/.test(type) && gesture.trigger !== 'keys') {
    if (!wouldHold(gesture)) return
    swallowed = type === 'keydown' ? 'key' : 'pointer'
    stop(event)
    // A key pressed on the control is the whole gesture; a pointer may still leave it before it is released.
    if (type === 'keydown') attempt(gesture)
    return
  }
  if (attempt(gesture)) return
  if (type === 'keydown') swallowed = 'key'
  if (type === 'pointerup') swallowed = 'pointer'
  stop(event)
  // What the page drags by itself, it lets go of.
  if (type === 'pointerup')
    event.target?.dispatchEvent(new PointerEvent('pointercancel', event as PointerEvent))
}

/** The first touch of a record freezes its baseline, read before the page hears of it. */
function touch({ type }: Event): void {
  if (/^(pointerdown|keydown|focusin)$/.test(type)) {
    for (const surface of site().surfaces)
      if (surface.fields.length && isPresent(surface)) snapshot(surface, true)
  }
  onChange()
}

function admitForm(event: SubmitEvent, form: HTMLFormElement): void {
  const { submitter } = event
  const again = () => asOurs(() => form.requestSubmit(submitter))
  if (!admit(() => formRequest(form, submitter), 'submit', 0, again)) stop(event)
}

function onNavigate(event: NavigateEvent): void {
  onChange()
  const { cancelable, formData, destination } = event
  if (!cancelable || destination.sameDocument) return
  const { url } = destination
  const request = formData
    ? { method: 'POST', url, body: formText(formData) }
    : { method: 'GET', url, body: '' }
  if (
    !admit(
      () => request,
      'navigation',
      0,
      () => {},
    )
  )
    event.preventDefault()
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
