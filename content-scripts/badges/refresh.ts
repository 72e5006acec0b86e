import type { Surface } from '../../protocol/site-pack.ts'
import { isWithin } from '../dom/roots.ts'
import { isVisible } from '../dom/visible.ts'
import { placePanel, preparePanel } from '../frames/panel.ts'
import { inspect } from '../interceptor/attempt.ts'
import { watchEdits } from '../interceptor/holds.ts'
import { decide } from '../interceptor/judge.ts'
import { detect, page, pageAddress, site } from '../page.ts'
import { resident } from '../resident.ts'
import { inOneGlance, isControl, isPresent, locate } from '../sites/locate.ts'
import { readAction, snapshot } from '../sites/read-action.ts'
import { showBadges } from './layer.ts'
import type { Badge } from './layer.ts'

/** How many controls that stand where they stood are looked at again in one pass. */
const atOnce = 4

const shown = new Map<string, Badge>()
let turn = 0
let address = ''
let isStale = true

/** After an act of the rep, or new policy, the next pass looks at everything again. */
export function markStale(): void {
  isStale = true
}

/** Is a governed control inside of `node`, so that it has moved with it? */
export function isAround(node: Node): boolean {
  return [...shown.values()].some(({ control }) => isWithin(control, node))
}

/** One pass: find the controls, take baselines, judge what would happen now, show it. */
export function refresh(): void {
  detect()
  inOneGlance(look)
  placePanel()
}

function look(): void {
  const surfaces = page.isDetected ? site().surfaces : []
  const isFull = isStale || address !== (address = pageAddress())
  isStale = false
  turn = surfaces.length && (turn + atOnce) % surfaces.length
  const badges = new Map<Element, Badge>()
  surfaces.forEach((surface, index) => {
    const isItsTurn = isFull || (index - turn + surfaces.length) % surfaces.length < atOnce
    const known = shown.get(surface.id)
    const badge =
      known && !isItsTurn && boxOf(known.control) === known.box ? known : lookAt(surface, known?.control)
    if (badge && !badges.has(badge.control)) badges.set(badge.control, badge)
    if (badge) shown.set(surface.id, badge)
    else shown.delete(surface.id)
  })
  watchEdits()
  showBadges([...badges.values()], isFull)
}

function lookAt(surface: Surface, known: Element | undefined): Badge | undefined {
  if (!isPresent(surface)) return undefined
  if (surface.fields.length) snapshot(surface, false)
  const control = controlOf(surface, known)
  return control && badgeOf(surface, control)
}

function controlOf(surface: Surface, known: Element | undefined): Element | undefined {
  if (known?.isConnected && isVisible(known) && isControl(known, surface)) return known
  return locate(surface)?.element
}

function badgeOf(surface: Surface, control: Element): Badge {
  const { action, isIdle } = readAction(surface, { trigger: 'click', actor: 'person' })
  const { effect, tier } = decide(action, Date.now())
  const state = resident().standing === 'lost' ? 'lost' : isIdle ? 'allow' : effect
  if (state !== 'allow') preparePanel()
  const tierWord = word(`tier${tier ?? 0}`)
  return {
    control,
    box: boxOf(control),
    words: state === 'allow' ? tierWord : `${tierWord} · ${word(state)}`,
    label: `${surface.name}: ${tierWord}. ${word(`${state}Label`)}${resident().degraded?.has(surface.id) ? word('degraded') : ''}`,
    look: `t${tier ?? 0}${state === 'allow' ? '' : ' stop'}`,
    press: () => inspect(surface, control),
  }
}

function boxOf(control: Element): string {
  const { left, top, width, height } = control.getBoundingClientRect()
  return `${left} ${top} ${width} ${height}`
}

const words = new Map<string, string>()

/** Asked for at every pass; the browser looks a message up anew each time. */
function word(key: string): string {
  const known = words.get(key) ?? chrome.i18n.getMessage(key)
  words.set(key, known)
  return known
}
