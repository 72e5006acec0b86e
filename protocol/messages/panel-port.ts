import type { MemoryEnd, MemoryScope } from '../../policy/memory.ts'
import type { ManagedStatus } from '../managed.ts'
import type { EscalationReason } from '../escalation.ts'
import type { HoldView } from '../hold.ts'
import type { MemoryView } from '../memory.ts'
import type { Role } from '../http/session.ts'

/** Name of the port between a panel frame (or the side panel) and the worker. */
export const panelPortName = 'panel'

/** What a rep does in the panel. */
export type PanelMessage =
  | { readonly type: 'hold.opened'; readonly hold: string }
  | {
      readonly type: 'review.completed'
      readonly hold: string
      readonly rule: string
      readonly tickedAfterMs: number
      readonly scrolledToEnd: boolean
    }
  | { readonly type: 'review.cleared'; readonly hold: string; readonly rule: string }
  | {
      readonly type: 'override.given'
      readonly hold: string
      readonly rule: string
      readonly code: string
      readonly text: string
      /** "Don't ask me again", as far as it was shown to reach (F21). */
      readonly remember?: { readonly scope: MemoryScope; readonly ends: MemoryEnd }
    }
  | { readonly type: 'memory.forgotten'; readonly memory: string }
  | {
      readonly type: 'detection.disputed'
      readonly hold: string
      readonly rule: string
      readonly text: string
    }
  | {
      readonly type: 'approval.requested'
      readonly hold: string
      readonly rationale: string
      readonly rollbackPlan: string
      readonly decideWithinMinutes: number
      readonly ticket: string
    }
  | { readonly type: 'approval.withdrawn'; readonly hold: string }
  /** Hand it to a human: nothing is lifted by it. */
  | {
      readonly type: 'hold.escalated'
      readonly hold: string
      readonly reason: EscalationReason
      readonly text: string
    }
  /** "Run it now". */
  | { readonly type: 'hold.resumed'; readonly hold: string }
  | { readonly type: 'hold.cancelled'; readonly hold: string }
  | { readonly type: 'panel.measured'; readonly hold: string; readonly height: number }
  | { readonly type: 'panel.closed'; readonly hold: string }
  /** Side panel: everything of this rep that is open. */
  | { readonly type: 'holds.listed' }

export type WorkerPanelMessage =
  | { readonly type: 'hold.shown'; readonly view: HoldView }
  | {
      readonly type: 'holds.shown'
      readonly views: readonly HoldView[]
      readonly status: ExtensionStatus
      /** What the rep asked not to be asked again, newest first. */
      readonly memories?: readonly MemoryView[]
    }
  | { readonly type: 'hold.gone'; readonly hold: string }

/** Said of every message on the port, in their order, before anything is done about it. */
export interface PanelReceipt {
  readonly type: 'panel.heard'
}

/** Shown by side panel, popup and options. */
export interface ExtensionStatus {
  readonly enrolled: boolean
  readonly person: { readonly name: string; readonly email: string } | null
  /** What the person was when this browser was enrolled; absent when the server did not say. */
  readonly roles?: readonly Role[]
  readonly serverUrl: string | null
  readonly connection: 'online' | 'offline'
  readonly bundleVersion: number | null
  /** When the active bundle was issued (ISO 8601); absent or null when none is active. */
  readonly bundleIssuedAt?: string | null
  readonly lease: string
  /** Which root this browser trusts, to be compared with what the administrator says. */
  readonly rootFingerprint?: string | null
  readonly waiting: number
  readonly unsent: number
  readonly rejected: number
  /** Match patterns, as the browser asks for them, that we may not run on until the rep allows it. */
  readonly missingHosts: readonly string[]
  /** What the administrator's policy says of this extension; absent in answers of the time before it was read. */
  readonly managed?: ManagedStatus
  /** It has asked to be enrolled for whoever signs in at `url` and types `code` there; `problem` = it came to nothing. */
  readonly enrolling?: {
    readonly url: string
    readonly code: string
    /** ISO 8601, by the clock of this computer. */
    readonly until: string
    readonly problem: string | null
  } | null
  readonly problem: string | null
}
