import type { PickStep } from '../../protocol/messages/picker-port.ts'
import { clickable, nameOf, roleOf } from '../../reading/name.ts'
import { allWithin } from '../dom/roots.ts'
import { isOurs } from '../dom/top-layer.ts'
import { isVisible } from '../dom/visible.ts'
import { labelOf } from './label-of.ts'
import { showFrames, showVeil } from './overlay.ts'
import { writable } from './propose-field.ts'
import { takeOver } from './take-over.ts'
import { closestAcross, elementAt, meetRoots, step } from './walk.ts'

export interface Picking {
  readonly what: 'control' | 'field'
  readonly onPicked: (element: Element) => void
  readonly onCancelled: () => void
}

const keys: Readonly<Record<string, PickStep>> = {
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  Enter: 'take',
}
const gestures = /^(pointer|mouse|touch|click|auxclick|dblclick|contextmenu|key|submit|dragstart|drop)/

/**
 * Lets a person point at an element, by pointer or keys, without the page hearing of it. Ends with Escape, and when a
 * control was picked; fields are picked until `stop`. `move` steps from outside.
 */
export function startPicking({ what, onPicked, onCancelled }: Picking): {
  stop: () => void
  move: (step: PickStep) => void
} {
  let marked: Element | undefined
  let isOver = false
  let isByKey = false
  meetRoots()
  showVeil(true)

  const mark = (element: Element | undefined) => {
    marked = element
    if (!element) return showFrames([])
    const role = what === 'control' ? roleOf(element) || element.localName : element.localName
    const name = what === 'control' ? nameOf(element) : labelOf(element)
    showFrames([{ element, look: '' }], name.slice(0, 60) || role, role)
  }
  const point = ({ clientX, clientY }: MouseEvent) => {
    const found = elementAt(clientX, clientY)
    const isFrame = found?.matches('iframe,frame') ?? false
    // A frame inside marks its own elements; it gets the pointer only when nothing lies over it.
    showVeil(!isFrame)
    mark(isFrame || !found ? undefined : meant(found, what))
  }
  const move = (to: PickStep) => {
    if (to === 'take') return marked && take(marked)
    const from = marked?.isConnected ? marked : firstOf(what)
    mark((marked && from && step(from, to)) ?? from)
    marked?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    mark(marked)
  }
  const take = (element: Element) => {
    // One control, but as many fields as there are: between two of them no press may reach the page.
    if (what === 'control') stop()
    onPicked(element)
  }
  const seen = (event: Event): boolean => {
    if (!event.isTrusted) return false
    const { type } = event
    if (isOver) {
      if (type === 'keyup') setTimeout(release)
      return gestures.test(type)
    }
    if (event instanceof KeyboardEvent) return onKey(event)
    if (/^(pointermove|mousemove|pointerover|mouseover)$/.test(type)) point(event as MouseEvent)
    else if (/^(pointerout|mouseout)$/.test(type)) {
      if (!(event as MouseEvent).relatedTarget) mark(undefined)
      return false
    } else if (type === 'click') {
      point(event as MouseEvent)
      move('take')
    } else if (!gestures.test(type)) return false
    return true
  }
  const onKey = (event: KeyboardEvent): boolean => {
    const to = keys[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    isByKey = event.type === 'keydown'
    if (event.type === 'keydown' && event.key === 'Escape') cancel()
    else if (event.type === 'keydown' && to) move(to)
    return true
  }

  const release = takeOver(seen)
  const redraw = () => mark(marked)
  addEventListener('scroll', redraw, { capture: true, passive: true })
  const stop = () => {
    if (isOver) return
    isOver = true
    removeEventListener('scroll', redraw, { capture: true })
    showVeil(false)
    showFrames([])
    // The rest of the gesture that picked is still on its way, and must not reach the page either.
    setTimeout(release, isByKey ? 1000 : 50)
  }
  const cancel = () => {
    stop()
    onCancelled()
  }
  return { stop, move }
}

/** The control or field that a person means who points at something inside of it. */
function meant(found: Element, what: Picking['what']): Element {
  const css = what === 'control' ? `${clickable},input,[onclick],[tabindex]` : writable
  const label = what === 'field' ? (closestAcross(found, 'label') as HTMLLabelElement | undefined) : undefined
  return closestAcross(found, css) ?? label?.control ?? found
}

function firstOf(what: Picking['what']): Element | undefined {
  const { activeElement } = document
  const css = what === 'control' ? clickable : writable
  if (activeElement?.matches(css) && !isOurs(activeElement)) return activeElement
  return allWithin(document, css).find(isVisible)
}
