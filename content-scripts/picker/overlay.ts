import { makeHost, raise, remove } from '../dom/top-layer.ts'
import { css } from './style.ts'

let root: ShadowRoot | undefined
let veil: HTMLElement | undefined

function layer(): ShadowRoot {
  root ??= makeHost(css)
  raise(root)
  return root
}

/** Lies over the page while something is picked: nothing under it is pressed, whoever listens. */
export function showVeil(isOn: boolean): void {
  if (!isOn && !veil) return
  if (!veil) {
    veil = document.createElement('div')
    layer().append(veil)
  }
  veil.className = isOn ? 'veil' : 'veil off'
}

export interface Frame {
  readonly element: Element
  readonly look: '' | 'match' | 'other'
}

/** Draws a frame around each element, and what it is beside the first; an empty list clears all. */
export function showFrames(frames: readonly Frame[], words = '', more = ''): void {
  if (!root && !frames.length) return
  const shown = layer()
  shown.querySelectorAll('.box,.chip').forEach((old) => old.remove())
  const boxes = frames.map(({ element, look }) => ({ look, box: element.getBoundingClientRect() }))
  for (const { look, box } of boxes) {
    const drawn = document.createElement('div')
    drawn.className = `box ${look}`
    drawn.style.cssText = `left:${box.left - 3}px;top:${box.top - 3}px;width:${box.width + 6}px;height:${box.height + 6}px`
    shown.append(drawn)
  }
  const [first] = boxes
  if (first && words) shown.append(chip(first.box, words, more))
}

function chip(box: DOMRect, words: string, more: string): HTMLElement {
  const drawn = document.createElement('div')
  drawn.className = 'chip'
  drawn.textContent = words
  if (more) {
    const small = document.createElement('small')
    small.textContent = more
    drawn.append(small)
  }
  const top = box.top > 36 ? box.top - 36 : Math.min(box.bottom + 8, innerHeight - 32)
  const left = Math.max(4, Math.min(box.left - 3, innerWidth - 368))
  drawn.style.cssText = `left:${left}px;top:${top}px`
  return drawn
}

/** Nothing of ours is left in the page. */
export function removeOverlay(): void {
  if (root) remove(root)
  root = undefined
  veil = undefined
}
