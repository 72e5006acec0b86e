/*
 * Guards the panel against a page that moves it under the cursor, covers it, or forges events (trust.md 2, 4, 5).
 * One gate stands in front of React: what it does not admit never reaches a component.
 */
const delay = 500
/** A control that consents to something carries this attribute, around itself and its label. */
export const consentAttribute = 'data-consent'

export interface Activation {
  /** Starts the delay again: the panel opened, moved, changed what it says, or got the focus back. */
  readonly restart: () => void
  readonly stop: () => void
}

interface ActivationOptions {
  readonly root: HTMLElement
  readonly now: () => number
  /** A consent was pressed, and whether the browser says that something of the page covers it. */
  readonly onPressed: (covered: boolean) => void
}

const guarded = [
  'click',
  'keydown',
  'keyup',
  'input',
  'change',
  'submit',
  'pointerdown',
  'pointerup',
] as const

export function guardActivation({ root, now, onPressed }: ActivationOptions): Activation {
  const view = root.ownerDocument.defaultView ?? window
  let activeFrom = now() + delay
  let pressed: { readonly consent: Element | null; readonly early: boolean } | null = null
  let repeated = false
  let lastPointer: PointerEvent | null = null
  const covers = watchCovers(root)

  const restart = () => {
    activeFrom = now() + delay
  }
  const isEarly = () => now() < activeFrom

  function admits(event: Event): boolean {
    if (!event.isTrusted) return false
    const consent = event.target instanceof Element ? event.target.closest(`[${consentAttribute}]`) : null
    if (event.type === 'pointerdown') pressed = { consent, early: isEarly() }
    // A key held down must not answer what appears under it; typing may repeat.
    if (event.type === 'keydown') repeated = (event as KeyboardEvent).repeat
    if (consent === null || event.type !== 'click') return true
    const isPointer = (event as MouseEvent).detail > 0
    const admitted = isPointer
      ? pressed !== null && pressed.consent === consent && !pressed.early
      : !repeated && !isEarly()
    const sight = covers.sightOf(consent)
    onPressed(sight === 'covered')
    return admitted && sight === 'seen'
  }

  function gate(event: Event) {
    if (admits(event)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  // The browser reports a pointer without movement when it is the frame that moved.
  function watchPointer(event: PointerEvent) {
    const still =
      lastPointer !== null && lastPointer.screenX === event.screenX && lastPointer.screenY === event.screenY
    if (still && (lastPointer?.clientX !== event.clientX || lastPointer?.clientY !== event.clientY)) restart()
    lastPointer = event
  }

  const visible = () => {
    if (root.ownerDocument.visibilityState === 'visible') restart()
  }
  for (const type of guarded) root.addEventListener(type, gate, true)
  root.addEventListener('pointermove', watchPointer, true)
  view.addEventListener('focus', restart)
  view.addEventListener('resize', restart)
  root.ownerDocument.addEventListener('visibilitychange', visible)

  return {
    restart,
    stop() {
      for (const type of guarded) root.removeEventListener(type, gate, true)
      root.removeEventListener('pointermove', watchPointer, true)
      view.removeEventListener('focus', restart)
      view.removeEventListener('resize', restart)
      root.ownerDocument.removeEventListener('visibilitychange', visible)
      covers.stop()
    },
  }
}

/** Asks Chromium whether each consent is really seen. Where it cannot say (Firefox), everything counts as seen. */
function watchCovers(root: HTMLElement) {
  const canSay = 'isVisible' in IntersectionObserverEntry.prototype
  const seen = new WeakMap<Element, boolean>()
  const sight = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const { isVisible } = entry as IntersectionObserverEntry & { readonly isVisible?: boolean }
        // Scrolled out of sight inside the panel it cannot be pressed, and the next report follows within 100 ms.
        seen.set(entry.target, !entry.isIntersecting || isVisible !== false)
      }
    },
    { threshold: [0, 0.5, 1], trackVisibility: true, delay: 100 } as IntersectionObserverInit,
  )
  const watched = new Set<Element>()
  const follow = () => {
    for (const element of watched) {
      if (element.isConnected) continue
      sight.unobserve(element)
      watched.delete(element)
    }
    for (const element of root.querySelectorAll(`[${consentAttribute}]`)) {
      if (watched.has(element)) continue
      watched.add(element)
      sight.observe(element)
    }
  }
  const changes = new MutationObserver(follow)
  changes.observe(root, { subtree: true, childList: true })
  follow()
  return {
    sightOf(element: Element): 'seen' | 'covered' | 'unknown' {
      const isSeen = seen.get(element) ?? (canSay ? null : true)
      return isSeen === null ? 'unknown' : isSeen ? 'seen' : 'covered'
    },
    stop() {
      sight.disconnect()
      changes.disconnect()
    },
  }
}
