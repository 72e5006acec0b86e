import { isWithin } from '../dom/roots.ts'
import { makeHost, raise } from '../dom/top-layer.ts'
import { css } from './style.ts'

export interface Badge {
  readonly control: Element
  readonly words: string
  readonly label: string
  readonly look: string
  readonly press: () => void
}

interface Shown {
  readonly button: HTMLButtonElement
  badge: Badge
  /** Where the control was when the badge was placed, and where the badge is. */
  box: string
  at: string
}

let root: ShadowRoot | undefined
const shown = new Map<Element, Shown>()
const atOnce = 4
let turn = 0

/**
 * Shows exactly one badge at each control: every measure first, then every write. Nothing of the page moves. What lies
 * around a control that has not moved is looked at again after an act of the rep, else a few controls at a time.
 */
export function showBadges(badges: readonly Badge[], isActed: boolean): void {
  if (!root && !badges.length) return
  root ??= makeHost(css)
  for (const [control, { button }] of shown) {
    if (!badges.some((badge) => badge.control === control)) {
      button.remove()
      shown.delete(control)
    }
  }
  for (const badge of badges) {
    const entry = shown.get(badge.control)
    if (!entry || entry.badge.label !== badge.label || entry.badge.look !== badge.look) write(root, badge, entry)
    else entry.badge = badge
  }
  if (badges.length) raise(root)
  const { host } = root
  turn = shown.size && (turn + atOnce) % shown.size
  const places = [...shown.values()].map((entry, index) => {
    const isItsTurn = (index - turn + shown.size) % shown.size < atOnce
    return { entry, at: placeOf(entry, host, isActed || isItsTurn) }
  })
  for (const { entry, at } of places) if (entry.at !== at) entry.button.style.cssText = entry.at = at
}

/** The badge under a press of the rep, found from outside of our closed root. */
export function pressAt(event: Event): void {
  const { clientX, clientY, detail } = event as MouseEvent
  const hit = detail ? root?.elementFromPoint(clientX, clientY) : root?.activeElement
  for (const { button, badge } of shown.values()) if (button === hit) badge.press()
}

function write(root: ShadowRoot, badge: Badge, entry: Shown | undefined): void {
  const button = entry?.button ?? document.createElement('button')
  button.className = badge.look
  button.textContent = badge.words
  button.ariaLabel = button.title = badge.label
  if (entry) Object.assign(entry, { badge, box: '' })
  else {
    shown.set(badge.control, { button, badge, box: '', at: '' })
    root.append(button)
  }
}

/** Beside the control where there is room, else under or over it; gone while something lies over the control. */
function placeOf(entry: Shown, host: Element, isDue: boolean): string {
  const { button, badge: { control } } = entry
  const box = control.getBoundingClientRect()
  const known = `${box.left} ${box.top} ${box.width} ${box.height}`
  if (entry.box === known && !isDue) return entry.at
  entry.box = known
  const { offsetWidth: width, offsetHeight: height } = button
  const middle = [box.left + box.width / 2, box.top + box.height / 2] as const
  const over = document.elementFromPoint(...middle)
  if (!over || (over !== host && !isWithin(over, control) && !isWithin(control, over))) return 'visibility:hidden'
  const isRightToLeft = getComputedStyle(control).direction === 'rtl'
  const end = isRightToLeft ? box.left - width - 4 : box.right + 4
  const aligned = isRightToLeft ? box.left : box.right - width
  const [left, top] =
    [
      [end, middle[1] - height / 2],
      [aligned, box.bottom + 2],
      [aligned, box.top - height - 2],
    ].find(([x, y]) => isFree(x!, y!, width, height, host)) ?? [aligned, box.bottom + 2]
  // Moving by transform: by `left` and `top` the browser would count it as a shift of the page.
  return `transform:translate(${Math.round(left!)}px,${Math.round(top!)}px)`
}

function isFree(x: number, y: number, width: number, height: number, host: Element): boolean {
  return [0, 0.5, 1].every((part) => {
    const hit = document.elementFromPoint(x + width * part, y + height / 2)
    return !!hit && (hit === host || !hit.closest('a,button,input,select,textarea,label,[role=button],[contenteditable]'))
  })
}
