import type { Action } from '../../policy/action.ts'
import type { Decision } from '../../policy/decision.ts'
import type { Slice } from '../../policy/slice.ts'
import type { AuditFact } from '../audit/event.ts'

/** Name of the runtime port between one frame of a page and the worker. */
export const pagePortName = 'page'

/** storage.local key prefix of the inbox: one row per allowed action, written by the page, drained by the worker. */
export const inboxPrefix = 'inbox.'

/** Facts and questions of the page. Every one is hostile input to the worker: `pageMessageSchema` checks it. */
export type PageMessage =
  /** First message: the worker answers with `slice.changed` (or `site.unknown`). */
  | { readonly type: 'page.opened'; readonly url: string }
  /**
   * The page held an action; the worker re-decides, records and answers `hold.decided`. `hold` is a UUID made by the page.
   * Every gesture is a hold of its own. After a reconnect the page says it again, with the same id, for every hold it still
   * keeps and has heard no release for: a release that was lost with the old port is told once more, anything else is
   * answered as it stands.
   */
  | {
      readonly type: 'action.held'
      readonly hold: string
      readonly action: Action
      /** ms since the gesture, when the message is not said in its moment: a reconnect is no gesture and runs nothing. */
      readonly ageMs?: number
    }
  /** The held draft was edited: reviews and approvals for the old effect are void. */
  | { readonly type: 'hold.edited'; readonly hold: string; readonly action: Action }
  /** A badge was pressed; answered by `hold.decided` with `inspecting`. */
  | { readonly type: 'surface.inspected'; readonly hold: string; readonly action: Action }
  /** Copy of an inbox row, so that the worker knows its sender. */
  | { readonly type: 'action.reported'; readonly fact: AuditFact }
  /** A released action ran: the carrying request was seen and answered (or none was seen in time). */
  | {
      readonly type: 'action.settled'
      readonly hold: string
      readonly outcome: 'done' | 'failed' | 'not-seen'
      readonly status: number | null
    }
  | { readonly type: 'panel.dismissed'; readonly hold: string }
  | {
      readonly type: 'surface.degraded'
      /** Several packs may know a surface of one name on one host; absent where the page had none yet. */
      readonly site?: string
      readonly surface: string
      readonly missing: readonly string[]
      /** How the page is built, without a word of it. */
      readonly fingerprint?: string
    }

/** What the worker tells the page. */
export type WorkerMessage =
  | { readonly type: 'slice.changed'; readonly slice: Slice }
  | { readonly type: 'site.unknown' }
  | {
      readonly type: 'hold.decided'
      readonly hold: string
      readonly decision: Decision
      /** URL of the panel frame for this hold (extension origin), null when nothing is to be shown. */
      readonly panel: string | null
    }
  /**
   * All obligations are met and any grant is spent at the server: let exactly this effect pass, once, until `until`
   * (epoch ms). `resume` true = activate the held control now; false = wait for the gesture or the rep's "Run it now".
   */
  | {
      readonly type: 'hold.released'
      readonly hold: string
      readonly effect: string
      readonly until: number
      readonly resume: boolean
    }
  | { readonly type: 'hold.closed'; readonly hold: string }
  /** The panel asks for another height (CSS px); 0 = the rep closed the panel, the hold stays. */
  | { readonly type: 'panel.resized'; readonly hold: string; readonly height: number }
