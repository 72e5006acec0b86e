import type { Surface } from '../../protocol/site-pack.ts'
import { site } from '../page.ts'
import { isControl, isPresent, locate } from '../sites/locate.ts'
import { asOurs } from './attempt.ts'
import type { Gesture } from './attempt.ts'
import { pressesKeys } from './keys.ts'

let dragged: Element | undefined
/** Surfaces already asked about for one event: it is seen again at a shadow root, where more of its path shows. */
let asked: { event: Event; surfaces: Set<string> } | undefined

/** Has a surface been found that this event starts? */
export function isGoverned(event: Event): boolean {
  return asked?.event === event && asked.surfaces.size > 0
}

/** What an event starts, if it is one that can start anything; its surfaces may be none. */
export function gestureOf(
  event: Event,
  path: readonly EventTarget[],
  isPerson: boolean,
): Gesture | undefined {
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
      again: () => pressAgain(control?.isConnected ? control : surfaces[0] && locate(surfaces[0])?.element),
    }
  }
  if (type === 'keydown') {
    const key = event as KeyboardEvent
    const surfaces = fresh(event, (surface) =>
      surface.triggers.some((one) => one.on === 'keys' && pressesKeys(key, one.keys)),
    )
    const [first] = surfaces
    if (!first) return /^(Enter| )$/.test(key.key) && !key.repeat ? press('click') : undefined
    const again = () => {
      const control = locate(first)?.element
      if (control) pressAgain(control)
      else asOurs(() => target.dispatchEvent(new KeyboardEvent('keydown', key)))
    }
    return { ...base, trigger: isPerson ? 'keys' : 'script', surfaces, control: null, again }
  }
  if (/^(dragstart|pointerdown)$/.test(type)) dragged = target
  if (/^(pointerdown|mousedown|touchstart|click)$/.test(type)) return press('click')
  if (type === 'submit') {
    const form = target as HTMLFormElement
    const { submitter } = event as SubmitEvent
    const surfaces = fresh(event, (surface) =>
      surface.triggers.some((one) => one.on === 'submit' && form.matches(one.css)),
    )
    const again = () => asOurs(() => form.requestSubmit(submitter))
    const isStarted = isPerson && navigator.userActivation?.isActive !== false
    return { isPerson: isStarted, layer: 'submit', trigger: 'submit', surfaces, control: submitter, again }
  }
  if (!/^(drop|pointerup)$/.test(type) || !dragged) return undefined
  const from = dragged
  // A captured pointer is let go where it was pressed, as far as its event says.
  const { clientX, clientY } = event as PointerEvent
  const over = type === 'drop' ? target : (document.elementFromPoint(clientX, clientY) ?? target)
  dragged = undefined
  const surfaces = fresh(event, (surface) =>
    surface.triggers.some(
      (one) =>
        one.on === 'drag' &&
        from.closest(one.source) &&
        over.closest(one.target) &&
        // A press inside of one place moves nothing there.
        (type === 'drop' || !over.closest(one.target)?.contains(from)),
    ),
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
  return site().surfaces.filter(
    (surface) =>
      !surfaces.has(surface.id) && isPresent(surface) && isMeant(surface) && surfaces.add(surface.id),
  )
}

/** A press moves the focus first, which is when many pages take over what was typed. */
function pressAgain(control: Element | undefined): void {
  if (!(control instanceof HTMLElement)) return
  control.focus({ preventScroll: true })
  asOurs(() => control.click())
}
