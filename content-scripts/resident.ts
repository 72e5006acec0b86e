import type { PageMessage, WorkerMessage } from '../protocol/messages/page-port.ts'
import type { Action, Scalar } from '../policy/action.ts'
import type { Slice } from '../policy/slice.ts'
import type { PageSource, Parse, Surface } from '../protocol/site-pack.ts'
import type { ToPageWorld } from './page-world/handshake.ts'

/**
 * What the small script that is in every frame from the first moment shares with the engine, which comes when the worker
 * knows the site. Both run in the isolated world of this frame; the page cannot reach it.
 */
export interface Resident {
  /** `starting`: gestures wait for the engine. `lost`: the extension was reloaded or removed under this page. */
  standing: 'starting' | 'ready' | 'unknown' | 'lost'
  /** Name of the event by which the page-world script asks. */
  readonly question: string
  /** Adds the listeners to a shadow root as well; the window has had them since before the page's first script. */
  readonly arm: (target: EventTarget) => void
  /** The shadow root of an element, whatever its mode; only an isolated world may ask. */
  readonly shadowOf: (host: Element) => ShadowRoot | null
  readonly tell: (message: PageMessage) => void
  readonly sayToPageWorld: (message: ToPageWorld) => void
  /** Set by the engine. */
  onEvent?: (event: Event) => void
  onMessage?: (message: WorkerMessage) => void
  onConnect?: () => void
  onAnswer?: (answer: unknown) => void
  /** Set by the engine, for scripts that come after it. */
  looks?: Looks
  /** Set by the script that knows AI controls, in frames of packs that declare any. */
  assisted?: (surface: Surface, described: Pick<Action, 'content' | 'fields'>) => Action['assisted']
  /** Set by the script that watches the pack: surfaces that are not as it describes them. */
  degraded?: Set<string>
  /** Looks at once, where nobody wants to wait for the next look. */
  checkPack?: () => void
  /** What came before the engine: messages, shadow hosts, gestures, and fields with the address at which they were edited. */
  readonly early: {
    messages: WorkerMessage[]
    hosts: Element[]
    gestures: (() => void)[]
    edited: Map<EventTarget | undefined, string>
  }
}

/** How the engine looks at this page now. */
export interface Looks {
  readonly page: {
    readonly site: { readonly surfaces: readonly Surface[]; readonly slice: Pick<Slice, 'pack'> } | undefined
    readonly isDetected: boolean
  }
  readonly readValue: (source: PageSource, parse: Parse) => Scalar | undefined
  readonly isControl: (element: Element, surface: Surface) => boolean
  readonly isPresent: (surface: Surface) => boolean
  readonly locate: (
    surface: Surface,
  ) => { readonly element: Element; readonly missing: readonly string[] } | undefined
  readonly readRecord: (surface: Surface) => Action['record']
}

const shared = globalThis as { countersign?: Resident }

export function resident(): Resident {
  if (!shared.countersign) throw new Error('No resident script.')
  return shared.countersign
}

export function shareResident(made: Resident): void {
  shared.countersign = made
}
