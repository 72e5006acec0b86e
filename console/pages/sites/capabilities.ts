import type { Surface } from '../../../protocol/site-pack.ts'

/** What stands behind a surface when somebody goes round its control. */
export type Reach = 'network' | 'page-world' | 'recorded' | 'nothing'

export interface Capabilities {
  readonly id: string
  readonly name: string
  /** How the surface is found: by its control, by its request only, or not at all. */
  readonly detect: 'control' | 'request' | 'none'
  readonly locators: number
  /** A badge needs a control to sit at. */
  readonly annotates: boolean
  readonly mouse: readonly ('click' | 'drag' | 'submit')[]
  readonly keys: readonly string[]
  /** `POST /api/deals/{id}` */
  readonly requests: readonly string[]
  readonly behind: Reach
}

/** What one surface of a pack can do, read from the pack alone: nothing here is claimed that the pack does not carry. */
export function capabilitiesOf(surface: Surface): Capabilities {
  const { control, triggers, requests } = surface
  const mouse = triggers.flatMap(({ on }) => (on === 'keys' ? [] : [on]))
  return {
    id: surface.id,
    name: surface.name,
    detect: control ? 'control' : requests.length > 0 ? 'request' : 'none',
    locators: control?.locators.length ?? 0,
    annotates: control !== null,
    mouse: [...new Set(mouse)],
    keys: triggers.flatMap((trigger) => (trigger.on === 'keys' ? [trigger.keys] : [])),
    requests: [...new Set(requests.map(({ match }) => `${match.method} ${match.url}`))],
    behind: behind(surface),
  }
}

function behind({ backstop, requests, triggers, control }: Surface): Reach {
  // A network rule sees no body: where only the body tells the action, the page is what holds it.
  const isTold = requests.some(({ match }) => match.where.length === 0)
  if (backstop === 'network' && requests.length > 0) return isTold ? 'network' : 'page-world'
  if (backstop === 'page-world' && requests.length > 0) return 'page-world'
  // A request that is described but not stopped is still seen, and so is a gesture that was held.
  return requests.length > 0 || triggers.length > 0 || control ? 'recorded' : 'nothing'
}
