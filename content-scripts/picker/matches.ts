import type { Control } from '../../protocol/messages/picker-port.ts'
import { clickable } from '../../reading/name.ts'
import { allWithin } from '../dom/roots.ts'
import { isVisible } from '../dom/visible.ts'
import { inOneGlance, isControl } from '../sites/locate.ts'
import { surfaceFor } from './draft-site.ts'
import { showFrames } from './overlay.ts'
import { meetRoots } from './walk.ts'

const lookEvery = 400

/** Every visible element that the engine takes for the control. */
export function matchesOf(control: Control): Element[] {
  meetRoots()
  const surface = surfaceFor(control)
  const css = [clickable, ...control.locators.flatMap((one) => ('css' in one ? [one.css] : []))].join(',')
  let found: Element[] = []
  inOneGlance(() => {
    found = allWithin(document, css).filter((one) => isControl(one, surface) && isVisible(one))
  })
  return [...new Set(found)]
}

/** Draws every match and goes on doing so while the page changes; says how many there are whenever that changes. */
export function showMatches(control: Control, onCounted: (count: number) => void): () => void {
  let told = -1
  const look = () => {
    const found = matchesOf(control)
    showFrames(found.map((element) => ({ element, look: 'match' as const })))
    if (found.length === told) return
    told = found.length
    onCounted(told)
  }
  const timer = setInterval(look, lookEvery)
  addEventListener('scroll', look, { capture: true, passive: true })
  look()
  return () => {
    clearInterval(timer)
    removeEventListener('scroll', look, { capture: true })
    showFrames([])
  }
}
