import type { Surface } from '../../protocol/site-pack.ts'
import { isWithin } from '../dom/roots.ts'
import { isVisible } from '../dom/visible.ts'
import { placePanel } from '../frames/panel.ts'
import { inspect } from '../interceptor/attempt.ts'
import { watchEdits } from '../interceptor/holds.ts'
import { decide } from '../interceptor/judge.ts'
import { detect, page } from '../page.ts'
import { resident } from '../resident.ts'
import { inOneGlance, isControl, isPresent, locate } from '../sites/locate.ts'
import { readAction, snapshot } from '../sites/read-action.ts'
import { showBadges } from './layer.ts'
import type { Badge } from './layer.ts'

const located = new Map<string, Element>()
const told = new Set<string>()
const judged = new Map<string, Badge>()
let judgedAt = 0
let isStale = true

/** What a rep did may change what would happen now: the next pass judges again. */
export function markStale(): void {
  isStale = true
}

/** Is a governed control inside of `node`, so that it has moved with it? */
export function isAround(node: Node): boolean {
  return [...located.values()].some((control) => isWithin(control, node))
}

/** One pass: find the controls, take baselines, judge what would happen now, show it. */
export function refresh(): void {
  inOneGlance(look)
}

function look(): void {
  detect()
  if (!page.isDetected) return showBadges([], false)
  const now = performance.now()
  const isActed = isStale
  const isDue = isActed || now - judgedAt > 500
  if (isDue) judgedAt = now
  isStale = false
  const badges = new Map<Element, Badge>()
  for (const surface of page.site!.surfaces) {
    if (!isPresent(surface)) continue
    const control = controlOf(surface)
    const known = judged.get(surface.id)
    const isNew = known?.control !== control
    // A control that has just come shows a record that nobody has touched yet: without this its values all look changed.
    if ((isDue || isNew) && surface.fields.length) snapshot(surface, false)
    if (!control || badges.has(control)) continue
    const badge = isDue || isNew || !known ? badgeOf(surface, control) : known
    judged.set(surface.id, badge)
    badges.set(control, badge)
  }
  if (isDue) watchEdits()
  showBadges([...badges.values()], isActed)
  placePanel()
}

function controlOf(surface: Surface): Element | undefined {
  const known = located.get(surface.id)
  if (known && isWithin(known, document) && isVisible(known) && isControl(known, surface)) return known
  const found = locate(surface)
  if (!found) {
    located.delete(surface.id)
    return undefined
  }
  located.set(surface.id, found.element)
  // Found without the signal a pack is written by: it still works, and somebody should look.
  if (found.missing.includes('attribute') && !found.isSure && !told.has(surface.id)) {
    told.add(surface.id)
    resident().tell({ type: 'surface.degraded', surface: surface.id, missing: found.missing })
  }
  return found.element
}

const words = new Map<string, string>()

/** Asked for at every pass; the browser looks a message up anew each time. */
function word(key: string): string {
  const known = words.get(key) ?? chrome.i18n.getMessage(key)
  words.set(key, known)
  return known
}

function badgeOf(surface: Surface, control: Element): Badge {
  const { action, isIdle } = readAction(surface, { trigger: 'click', actor: 'person' })
  const { effect, tier } = decide(action)
  const state = resident().standing === 'lost' ? 'lost' : isIdle ? 'allow' : effect
  const tierWord = word(`tier${tier ?? 0}`)
  return {
    control,
    words: state === 'allow' ? tierWord : `${tierWord} · ${word(state)}`,
    label: `${surface.name}: ${tierWord}. ${word(`${state}Label`)}`,
    look: `t${tier ?? 0}${state === 'allow' ? '' : ' stop'}`,
    press: () => inspect(surface, control),
  }
}
