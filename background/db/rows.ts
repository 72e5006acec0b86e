import type { Action } from '../../policy/action.ts'
import type { Decision } from '../../policy/decision.ts'
import type { Envelope } from '../../policy/trust/envelope.ts'
import type { Floor } from '../../policy/trust/check-documents.ts'
import type { Explanation } from '../../policy/explanation.ts'
import type { Matter, MemoryEnd, MemoryScope } from '../../policy/memory.ts'
import type { Fulfilment } from '../../policy/obligation.ts'
import type { DecisionInputs } from '../../protocol/audit/parts.ts'
import type { AuditEvent } from '../../protocol/audit/event.ts'
import type { Escalation } from '../../protocol/escalation.ts'
import type { HoldProblem, HoldState } from '../../protocol/hold.ts'
import type { ApprovalRequest, ApprovalView } from '../../protocol/http/approvals.ts'
import type { Enrolled } from '../../protocol/http/devices.ts'
import type { ManagedConfiguration, ManagedProblem } from '../../protocol/managed.ts'
import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'

/** Single values. Only `values.ts` reads and writes them. */
export interface Values {
  device: { id: string; privateKey: CryptoKey; publicKey: JsonWebKey; createdAt: number }
  enrolment: Enrolled & { serverUrl: string; at: number }
  /** The pin, and every root from the pinned one to the newest, as they came. */
  trust: { pin: string; roots: readonly Envelope[] }
  /** `root`: version of the root each was taken under. */
  timestamp: { envelope: Envelope; root: number }
  kill: { envelope: Envelope; root: number }
  /** Since when the stop of this epoch is obeyed here, and whether the server has heard so. */
  killApplied: { epoch: number; at: number; isReported: boolean }
  /** Highest numbers ever seen verified: they survive expiry, sign-out and updates. */
  floor: RootedFloor
  killFloor: RootedFloor
  timestampFloor: RootedFloor
  active: { version: number; digest: string }
  /**
   * What the administrator's policy said last (canonical; '' = nothing), what is in force of it, and what is wrong with it.
   * `isSettled`: whether nothing may be taken for nothing.
   */
  managed: {
    asRead: string
    isSettled: boolean
    inForce: ManagedConfiguration | null
    problems: readonly ManagedProblem[]
  }
  /** What the server was told last about this browser, and when. */
  reported: { asTold: string; at: number }
  /** A version of this extension that lies ready, and starts when nobody is in the middle of anything. */
  update: { version: string }
  /** The last try to enrol by it, and when the next is due. */
  managedEnrolment: { asRead: string; attempt: number; notBefore: number; problem: EnrolmentProblem | null }
  /** Asked to be enrolled for whoever signs in and says yes; `problem` = it came to nothing. */
  enrolmentRequest: {
    serverUrl: string
    id: string
    secret: string
    nonce: string
    root: string
    code: string
    until: number
    problem: EnrolmentProblem | null
  }
  chain: { sequence: number; digest: string | null }
  contact: { ok: boolean; at: number; problem: string | null }
  /** High-water mark of signed time, epoch ms, and how far this clock was ahead of it when it was raised. */
  mark: { at: number; skew?: number }
  flush: { notBefore: number; attempt: number; paused: boolean }
  /** Sites with more suggestions than a slice lists. */
  cutSuggestions: readonly string[]
  /** What was last recorded about malformed packs. */
  badPacks: string
  disabledPacks: string
  policy: { problem: string | null; checkedAt: number; reportedAs: string | null }
  /** What was last recorded about parts of the database that were not as they were signed. */
  tamperedAs: string
  /** Oldest first, and few: one value, so that every event can be written with it. */
  memories: readonly MemoryRow[]
  /** What counts against this person's override budgets, as far as it is known here (F22). */
  budgets: { isAlone: boolean; uses: readonly { id: string; rule: string; at: number }[] }
}

/** A floor holds as long as a key that could have signed it counts: `root` tells which keys those were. */
export interface RootedFloor extends Floor {
  root?: number
}

/** Stored before it is counted, so that asking again counts the same one. */
export interface OverrideUse {
  id: string
  rule: string
  counted: boolean
}

/** A reason that also stands for what comes next, as far as it was shown to the rep (F21). */
export interface MemoryRow {
  id: string
  rule: string
  scope: MemoryScope
  ends: MemoryEnd
  code: string
  text: string
  givenAt: number
  until: number
  /** The run of the browser it was given in. */
  session: string
  person: string
  matter: Matter
  /** Of the rule, its workflow, lists and reasons as they were. */
  revision: string
}

export interface BundleRow {
  version: number
  digest: string
  /** Absent in rows of the time before bundles were signed: those are not obeyed. */
  signatures?: Envelope['signatures']
  root?: number
  /** The exact text that was verified; the bundle is parsed from it again on every load. */
  payload: string
  activatedAt: number
}

export interface OutboxRow {
  sequence: number
  id: string
  event: AuditEvent
  bytes: number
  state: 'pending' | 'inflight'
  leaseUntil: number
  attempt: number
}

/** An item that will never be taken as it is: shown and counted, never silently dropped. */
export interface DeadLetterRow {
  id: string
  reason: string
  text: string
  at: number
}

/** Ids of page facts already in the outbox, so that an inbox row and its message become one event. */
export interface SeenRow {
  id: string
  at: number
}

export interface Place {
  tab: number | null
  frame: number
  document: string | null
  origin: string
}

export interface HoldRow {
  hold: string
  state: HoldState
  action: Action
  effect: string
  digest: string
  decision: Decision
  /** What `decision` was made on, besides the action. */
  inputs: DecisionInputs | null
  fulfilled: Fulfilment[]
  /** Id of the approval request made for this effect, sent or not. */
  request: string | null
  /** Stored before the server is asked, so that asking again is the same spending. */
  execution: { id: string; grant: string; spent: boolean } | null
  reservations: { id: string; rule: string; amount: number; taken: boolean }[]
  /** Absent in rows of older versions. */
  overrideUses?: OverrideUse[]
  suggestion: Explanation | null
  /** More suggestions exist than are listed here, and the server was not asked about this record yet. */
  mayHaveSuggestion: boolean
  problem: HoldProblem | null
  place: Place
  heldAt: number
  /** Time of the gesture that may still be resumed by itself; 0 when there is none (the draft was edited since). */
  gestureAt: number
  updatedAt: number
  /** Set in the same transaction as the `action.released` event. */
  release: { until: number; resume: boolean } | null
  /** The last time this hold was handed to a human, with their answer. Absent in rows of older versions. */
  escalation?: Escalation | null
}

export interface RequestRow {
  id: string
  hold: string
  digest: string
  body: ApprovalRequest
  step: 'unsent' | 'open' | 'closed'
  withdraw: boolean
  view: ApprovalView | null
  /** Stable code of the server's refusal, null while there is none. */
  refusal: string | null
  at: number
}

export interface ExplanationRow {
  key: string
  site: string
  /** null: the server has none for this record. */
  explanation: Explanation | null
  fetchedAt: number
}
