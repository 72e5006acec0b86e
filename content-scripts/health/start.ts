import type { Locator, SitePack, Surface } from '../../protocol/site-pack.ts'
import type { PageMessage } from '../../protocol/messages/page-port.ts'
import { points } from '../../reading/score.ts'
import type { Sight } from '../../reading/score.ts'
import { isVisible } from '../dom/visible.ts'
import { matchPage, pageAddress } from '../page.ts'
import { resident } from '../resident.ts'
import type { Looks } from '../resident.ts'
import { fingerprintOf } from './fingerprint.ts'

/** A page is still being put together for a while; what is missing twice in a row is missing. */
const every = 1000
/** Milliseconds of one look; a page of many nodes and surfaces is gone through in several. */
const atOnce = 1
/** Of a page so large that one surface takes longer than that, looks take this share of the time. */
const share = 0.001
const told = new Set<string>()
const before = new Map<string, string>()
/** Where each control was found last: to ask about one element costs nothing, to look for it goes through the whole page. */
const seen = new Map<string, Element>()

/**
 * Watches whether the controls a pack describes are found by what it describes them by (F7). It changes no decision: what is
 * not found is still stopped where its request is seen. Comes into a governed frame after the engine, when that rests.
 */
export function startHealth(): void {
  const here = resident()
  const { looks } = here
  if (!looks) return void setTimeout(startHealth, 100)
  if (here.degraded) return
  const degraded = (here.degraded = new Set())
  let turn = 0
  const look = (budget: number) => {
    const { site, isDetected } = looks.page
    if (!site || !isDetected || document.visibilityState !== 'visible') return
    const expected = expectedHere(site.slice.pack)
    const start = performance.now()
    for (let left = site.surfaces.length; left > 0 && performance.now() - start <= budget; left -= 1) {
      turn = (turn + 1) % site.surfaces.length
      const surface = site.surfaces[turn]
      if (!surface) return
      const { id } = surface
      const trouble = troubleOf(looks, surface, expected)
      if (trouble === undefined) degraded.delete(id)
      else if (trouble === before.get(id)) {
        degraded.add(id)
        tell(looks, id, trouble)
      }
      if (trouble === undefined) before.delete(id)
      else before.set(id, trouble)
    }
  }
  here.checkPack = () => look(Infinity)
  const lookOn = () => {
    const start = performance.now()
    look(atOnce)
    setTimeout(lookOn, Math.max(every, (performance.now() - start) / share))
  }
  setTimeout(lookOn, every)
}

function tell(looks: Looks, surface: string, trouble: string): void {
  const pack = looks.page.site?.slice.pack
  const key = [pack?.id, pack?.version, surface, trouble].join(' ')
  if (told.has(key)) return
  told.add(key)
  const message: PageMessage = {
    ...{ type: 'surface.degraded', surface, missing: trouble.split(' ') },
    ...(pack && { site: pack.id }),
    fingerprint: fingerprintOf(document.documentElement),
  }
  resident().tell(message)
}

/** What is wrong with a surface; undefined where it is as described, or not on this page. */
function troubleOf(
  { page, locate, isControl, isPresent }: Looks,
  surface: Surface,
  expected: ReadonlySet<string>,
): string | undefined {
  const { id, control } = surface
  if (!control || !page.site) return undefined
  const marks = control.locators.filter((locator) => locator.by === 'attribute')
  const known = seen.get(id)
  const isThere = isPresent(surface)
  if (
    isThere &&
    known?.isConnected &&
    isVisible(known) &&
    marks.some(({ css }) => known.matches(css)) &&
    isControl(known, surface)
  )
    return undefined
  const located = isThere ? locate(surface) : undefined
  if (!located) {
    seen.delete(id)
    return expected.has(id) || isHalfThere(surface, page.site.slice.pack) ? 'control' : undefined
  }
  seen.set(id, located.element)
  // Found without the signal a pack is written by: it still works, and somebody should look.
  return marks.length > 0 && located.missing.filter((by) => by === 'attribute').length === marks.length
    ? located.missing.join(' ')
    : undefined
}

function expectedHere({ pages = [] }: SitePack): Set<string> {
  const here = pages.filter(
    ({ url, present }) => url.some(matchPage) && present.every((css) => document.querySelector(css)),
  )
  return new Set(here.flatMap(({ surfaces }) => surfaces))
}

/** Something on the page is what one of its strong signals speaks of, and the others no longer agree. */
function isHalfThere({ when, control }: Surface, { scopes }: SitePack): boolean {
  if (!control || (when.url.length > 0 && !when.url.some(matchPage))) return false
  const css = scopes[control.scope]
  const scope = css ? [...document.querySelectorAll(css)].find(isVisible) : undefined
  // A dialog that is not open: nothing of it is expected.
  if (!scope && when.present.length > 0) return false
  const root = scope ?? document
  const sight: Sight = { all: (css) => [...root.querySelectorAll(css)], address: pageAddress() }
  const strong = control.locators.filter(({ by }) => by === 'attribute' || by === 'role')
  return sight
    .all(strong.map(shapeOf).join(',') || ':not(*)')
    .some((element) => isVisible(element) && strong.some((one) => points(one, element, sight)))
}

function shapeOf(locator: Locator): string {
  return 'css' in locator ? locator.css : 'button,a,summary,input,[role]'
}
