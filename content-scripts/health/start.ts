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
const told = new Set<string>()
let before = new Map<string, string>()

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
  const look = () => {
    const now = document.visibilityState === 'visible' ? troubles(looks) : new Map<string, string>()
    for (const { id } of looks.page.site?.surfaces ?? []) {
      const trouble = now.get(id)
      if (trouble === undefined) degraded.delete(id)
      else if (trouble === before.get(id)) {
        degraded.add(id)
        tell(looks, id, trouble)
      }
    }
    before = now
  }
  here.checkPack = look
  setInterval(look, every)
}

function tell(looks: Looks, surface: string, trouble: string): void {
  const pack = looks.page.site?.slice.pack
  const key = [pack?.id, pack?.version, surface, trouble].join(' ')
  if (told.has(key)) return
  told.add(key)
  const message: PageMessage = {
    ...{ type: 'surface.degraded', surface, missing: trouble.split(' ') },
    fingerprint: fingerprintOf(document.documentElement),
  }
  resident().tell(message)
}

/** What is wrong with which surface; a surface that is as described, or not on this page, is left out. */
function troubles({ page, locate, isPresent }: Looks): Map<string, string> {
  const found = new Map<string, string>()
  const { site } = page
  if (!site || !page.isDetected) return found
  const expected = expectedHere(site.slice.pack)
  for (const surface of site.surfaces) {
    const { control } = surface
    if (!control) continue
    const located = isPresent(surface) ? locate(surface) : undefined
    if (located) {
      const marks = control.locators.filter(({ by }) => by === 'attribute').length
      // Found without the signal a pack is written by: it still works, and somebody should look.
      if (marks > 0 && located.missing.filter((by) => by === 'attribute').length === marks)
        found.set(surface.id, located.missing.join(' '))
    } else if (expected.has(surface.id) || isHalfThere(surface, site.slice.pack))
      found.set(surface.id, 'control')
  }
  return found
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
