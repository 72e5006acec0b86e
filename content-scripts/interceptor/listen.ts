import type { Surface } from '../../protocol/site-pack.ts'
import { pressAt } from '../badges/layer.ts'
import { roots, shadowOf } from '../dom/roots.ts'
import { hosts } from '../dom/top-layer.ts'
import { formRequest } from '../page-world/form-request.ts'
import { page } from '../page.ts'
import { resident } from '../resident.ts'
import { isControl, isPresent, locate } from '../sites/locate.ts'
import { snapshot } from '../sites/read-action.ts'
import { asOurs, attempt, takeOurs, wouldHold } from './attempt.ts'
import type { Gesture } from './attempt.ts'
import { admit, answerQuestion } from './gate.ts'
import { pressesKeys } from './keys.ts'

let onChange = () => {}
let observe = (_root: Node) => {}
/** Set while the rest of a held gesture is kept from the page; cleared by the next one. */
let swallowed: 'pointer' | 'key' | undefined
let dragged: Element | undefined
/** Surfaces already asked about for one event: it is seen again at a shadow root, where more of its path shows. */
let asked: { event: Event; surfaces: Set<string> } | undefined

export function startGestures(changed: () => void, watch: (root: Node) => void): void {
  onChange = changed
  observe = watch
  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('*').forEach(armShadow))
  globalThis.navigation?.addEventListener('navigate', (event) => guard(event, onNavigate))
}

/** Listens inside a shadow root too: a closed one shows the window only its host. */
export function armShadow(host: Element): void {
  const root = shadowOf(host)
  if (!root || roots.has(root) || hosts.has(host)) return
  roots.add(root)
  resident().arm(root)
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
    if (page.site?.slice.whenUnavailable === 'hold' && asked?.event === event) stop(event)
  }
}

function onQuestion(event: Event): void {
  if (event.currentTarget === window && event.target === window) answerQuestion(event)
  else armShadow(event.composedPath()[0] as Element)
}

function onGesture(event: Event): void {
  const path = event.composedPath()
  const host = path.find((part) => hosts.has(part))
  if (host) {
    if (event.type === 'click' && event.isTrusted) pressAt(event)
    // The field that is being edited keeps the focus.
    if (event.type === 'mousedown') event.preventDefault()
    return event.stopImmediatePropagation()
  }
  for (const part of path) if (part instanceof Element && part.localName.includes('-')) armShadow(part)
  if (path[0] instanceof Element) armShadow(path[0])
  if (!page.isDetected) return
  const { type } = event
  const isMine = takeOurs()
  const isPerson = event.isTrusted || isMine
  if (event.isTrusted) touch(event)

  // What we resume is another gesture than the one whose rest is kept from the page.
  if (isMine || type === 'pointerdown' || (type === 'keydown' && !(event as KeyboardEvent).repeat)) swallowed = undefined
  if (swallowed === 'pointer' && /^(pointer|mouse|touch|aux|dbl)/.test(type)) return stop(event)
  if (swallowed === 'key' && /^key|click/.test(type)) {
    if (type === 'keyup') swallowed = undefined
    return stop(event)
  }

  const gesture = gestureOf(event, path, isPerson)
  if (!gesture?.surfaces.length) return
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
  stop(event)
}

/** The first touch of a record freezes its baseline, read before the page hears of it. */
function touch({ type }: Event): void {
  if (/^(pointerdown|keydown|focusin)$/.test(type)) {
    for (const surface of page.site!.surfaces) if (surface.fields.length && isPresent(surface)) snapshot(surface, true)
  }
  onChange()
}

function gestureOf(event: Event, path: readonly EventTarget[], isPerson: boolean): Gesture | undefined {
  const target = path[0]
  if (!(target instanceof Element)) return undefined
  const { type } = event
  const base = { isPerson, layer: isPerson ? 'gesture' : 'script' } as const
  const press = (trigger: 'click' | 'keys'): Gesture => {
    const [control, surfaces] = controlIn(event, path)
    return {
      ...base,
      trigger: isPerson ? trigger : 'script',
      surfaces,
      control,
      again: () => pressAgain(control?.isConnected ? control : (surfaces[0] && locate(surfaces[0])?.element)),
    }
  }
  if (type === 'keydown') {
    const key = event as KeyboardEvent
    const surfaces = fresh(event, (surface) =>
      surface.triggers.some((one) => one.on === 'keys' && pressesKeys(key, one.keys)),
    )
    if (!surfaces.length) return /^(Enter| )$/.test(key.key) && !key.repeat ? press('click') : undefined
    const again = () => {
      const control = locate(surfaces[0]!)?.element
      if (control) pressAgain(control)
      else asOurs(() => target.dispatchEvent(new KeyboardEvent('keydown', key)))
    }
    return { ...base, trigger: isPerson ? 'keys' : 'script', surfaces, control: null, again }
  }
  if (/^(pointerdown|mousedown|touchstart|click)$/.test(type)) return press('click')
  if (type === 'submit') {
    const form = target as HTMLFormElement
    const { submitter } = event as SubmitEvent
    const surfaces = fresh(event, (surface) =>
      surface.triggers.some((one) => one.on === 'submit' && form.matches(one.css)),
    )
    const again = () => asOurs(() => form.requestSubmit(submitter))
    const isStarted = isPerson && navigator.userActivation?.isActive !== false
    if (surfaces.length)
      return { isPerson: isStarted, layer: 'submit', trigger: 'submit', surfaces, control: submitter, again }
    if (!admit(formRequest(form, submitter), 'submit', 0, again)) stop(event)
    return undefined
  }
  if (type === 'dragstart') dragged = target
  if (type !== 'drop' || !dragged) return undefined
  const from = dragged
  const surfaces = fresh(event, (surface) =>
    surface.triggers.some((one) => one.on === 'drag' && from.closest(one.source) && target.closest(one.target)),
  )
  return { ...base, trigger: 'drag', surfaces, control: target, again: () => {} }
}

function controlIn(event: Event, path: readonly EventTarget[]): [Element | null, Surface[]] {
  let control: Element | null = null
  const surfaces = fresh(event, (surface) => {
    if (!surface.triggers.some(({ on }) => on === 'click')) return false
    const found = path.find((part) => part instanceof Element && isControl(part, surface))
    if (found) control = found as Element
    return !!found
  })
  return [control, surfaces]
}

function fresh(event: Event, isMeant: (surface: Surface) => boolean): Surface[] {
  if (asked?.event !== event) asked = { event, surfaces: new Set() }
  const { surfaces } = asked
  return page.site!.surfaces.filter(
    (surface) => !surfaces.has(surface.id) && isPresent(surface) && isMeant(surface) && surfaces.add(surface.id),
  )
}

/** A press moves the focus first, which is when many pages take over what was typed. */
function pressAgain(control: Element | undefined): void {
  if (!(control instanceof HTMLElement)) return
  control.focus({ preventScroll: true })
  asOurs(() => control.click())
}

function onNavigate(event: NavigateEvent): void {
  onChange()
  if (!event.cancelable || !event.formData) return
  const body = String(new URLSearchParams([...event.formData].map(([key, value]) => [key, String(value)])))
  const { url } = event.destination
  if (!admit({ method: 'POST', url, body }, 'navigation', 0, () => {})) event.preventDefault()
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
