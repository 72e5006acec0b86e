import { isWithin } from '../dom/roots.ts'
import { makeHost, raise } from '../dom/top-layer.ts'
import { css } from './style.ts'

/** A new one for every look at its control: the same object means that nothing was looked at again. */
export interface Badge {
  readonly control: Element
  /** Where the control was. */
  readonly box: string
  readonly words: string
  readonly label: string
  readonly look: string
  readonly press: () => void
}

interface Shown {
  readonly button: HTMLButtonElement
  badge: Badge
  /** Where the free place was found, for which box and words. */
  spot: string
  around: string
  at: string
}

let root: ShadowRoot | undefined
/** Looked at in every pass: what lies over a control, as a dialog that fades, goes with no word from the control. */
const covered = 'visibility:hidden'
const shown = new Map<Element, Shown>()

/** Shows exactly one badge at each control: every write of words, every measure, every write of places. Nothing of the page moves. */
export function showBadges(badges: readonly Badge[], isFull: boolean): void {
  if (!root && !badges.length) return
  const layer = (root ??= makeHost(css))
  const { host } = layer
  for (const [control, { button }] of shown) {
    if (badges.some((badge) => badge.control === control)) continue
    button.remove()
    shown.delete(control)
  }
  const changed = badges.flatMap((badge) => {
    const entry = shown.get(badge.control)
    return entry?.badge === badge && entry.at !== covered ? [] : [write(layer, badge, entry)]
  })
  if (badges.length && (isFull || !host.isConnected)) raise(layer)
  const places = changed.map((entry) => ({ entry, at: placeOf(entry, host) }))
  for (const { entry, at } of places) if (entry.at !== at) entry.button.style.cssText = entry.at = at
}

/** The badge under a press of the rep, found from outside of our closed root. */
export function pressAt(event: Event): void {
  const { clientX, clientY, detail } = event as MouseEvent
  const hit = detail ? root?.elementFromPoint(clientX, clientY) : root?.activeElement
  for (const { button, badge } of shown.values()) if (button === hit) badge.press()
}

function write(root: ShadowRoot, badge: Badge, known: Shown | undefined): Shown {
  const { words, label, look } = badge
  const entry = known ?? { button: document.createElement('button'), badge, spot: '', around: '', at: '' }
  const { button } = entry
  if (button.ariaLabel !== label || button.className !== look) {
    button.className = look
    button.textContent = words
    button.ariaLabel = button.title = label
  }
  entry.badge = badge
  shown.set(badge.control, entry)
  if (!known) root.append(button)
  return entry
}

/** Beside the control where there is room, else under or over it; gone while something lies over the control. */
function placeOf(entry: Shown, host: Element): string {
  const { button, badge } = entry
  const { control, words } = badge
  const box = control.getBoundingClientRect()
  const middle = [box.left + box.width / 2, box.top + box.height / 2] as const
  const hit = document.elementFromPoint(...middle)
  // Another badge may hang over it: what matters is what lies under that.
  const over = hit === host ? document.elementsFromPoint(...middle)[1] : hit
  if (!over || (!isWithin(over, control) && !isWithin(control, over))) return covered
  const around = badge.box + words
  if (entry.around === around) return entry.spot
  entry.around = around
  const { offsetWidth: width, offsetHeight: height } = button
  const isRightToLeft = getComputedStyle(control).direction === 'rtl'
  const end = isRightToLeft ? box.left - width - 4 : box.right + 4
  const aligned = isRightToLeft ? box.left : box.right - width
  const under = new DOMRect(aligned, box.bottom + 2, width, height)
  const places = [
    new DOMRect(end, middle[1] - height / 2, width, height),
    under,
    new DOMRect(aligned, box.top - height - 2, width, height),
  ]
  const { left, top } = places.find((place) => isFree(place, host)) ?? under
  // Moving by transform: by `left` and `top` the browser would count it as a shift of the page.
  return (entry.spot = `transform:translate(${Math.round(left)}px,${Math.round(top)}px)`)
}

function isFree({ left, top, width, height }: DOMRect, host: Element): boolean {
  return [0, 0.5, 1].every((part) => {
    const hit = document.elementFromPoint(left + width * part, top + height / 2)
    return (
      !!hit &&
      (hit === host || !hit.closest('a,button,input,select,textarea,label,[role=button],[contenteditable]'))
    )
  })
}
