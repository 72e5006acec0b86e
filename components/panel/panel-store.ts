import { createStore } from 'zustand/vanilla'
import type { EscalationReason } from '../../protocol/escalation.ts'
import type { HoldView } from '../../protocol/hold.ts'
import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import type { PanelSession } from './panel-session.ts'
import { emptyDraft } from './request-draft.ts'
import type { RequestDraft } from './request-draft.ts'

interface Reading {
  /** When the content was first on screen; null = not yet. */
  readonly shownAt: number | null
  readonly scrolledToEnd: boolean
}
type Remember = NonNullable<Extract<PanelMessage, { type: 'override.given' }>['remember']>
interface ReasonDraft {
  readonly code: string
  readonly text: string
}

/** View state only: it may die with the frame. What counts is in the worker and comes back as `view`. */
export interface PanelState {
  readonly view: HoldView | null
  readonly link: 'connecting' | 'live' | 'lost'
  readonly gone: boolean
  /** A control the rep pressed that is covered by something of the page. */
  readonly covered: boolean
  /** What was asked and is not answered yet, e.g. `review:<rule>`. */
  readonly asked: string | null
  readonly readings: Readonly<Record<string, Reading>>
  readonly reasons: Readonly<Record<string, ReasonDraft>>
  /** "Don't ask me again", by rule; null and absent are "ask". */
  readonly remembers: Readonly<Record<string, Remember | null>>
  readonly disputes: Readonly<Record<string, { readonly text: string; readonly sent: boolean }>>
  readonly draft: RequestDraft
  /** The reasons to hand this to a human are shown. */
  readonly escalating: boolean
  readonly escalationText: string
  /** Whether the form is shown although there is an older request. */
  readonly askingAgain: boolean

  showView(view: HoldView): void
  showLink(link: 'live' | 'lost'): void
  loseHold(): void
  showCovered(covered: boolean): void
  beginReading(rule: string): void
  reachEnd(rule: string): void
  completeReview(rule: string): void
  clearReview(rule: string): void
  draftReason(rule: string, reason: Partial<ReasonDraft>): void
  remember(rule: string, remember: Remember | null): void
  giveReason(rule: string): void
  draftDispute(rule: string, text: string | null): void
  disputeDetection(rule: string): void
  draftRequest(draft: Partial<RequestDraft>): void
  requestApproval(request: {
    rationale: string
    rollbackPlan: string
    decideWithinMinutes: number
    ticket: string
  }): void
  askAgain(): void
  withdrawApproval(): void
  showEscalation(shown: boolean): void
  draftEscalation(text: string): void
  escalate(reason: EscalationReason): void
  run(): void
  cancel(): void
  close(): void
}

const unread: Reading = { shownAt: null, scrolledToEnd: false }
const noReason: ReasonDraft = { code: '', text: '' }

/** One store per mount. */
export function createPanelStore(session: PanelSession) {
  const { hold, send, close, now } = session
  return createStore<PanelState>()((set, get) => ({
    view: null,
    link: 'connecting',
    gone: false,
    covered: false,
    asked: null,
    readings: {},
    reasons: {},
    remembers: {},
    disputes: {},
    draft: emptyDraft,
    askingAgain: false,
    escalating: false,
    escalationText: '',

    showView(view) {
      const before = get().view
      // An edit of the draft: what was read and ticked belongs to another action (F19).
      const edited = before !== null && before.digest !== view.digest
      const escalated = before?.escalation?.id !== view.escalation?.id
      const answered = before?.approval?.id !== view.approval?.id
      set({
        view,
        asked: null,
        gone: false,
        // What was to be remembered was shown for that action.
        ...(edited ? { readings: {}, remembers: {} } : {}),
        ...(answered ? { askingAgain: false } : {}),
        ...(escalated && before !== null ? { escalating: false, escalationText: '' } : {}),
      })
    },
    showLink: (link) => set({ link }),
    loseHold: () => set({ gone: true, asked: null }),
    showCovered: (covered) => set({ covered }),

    beginReading(rule) {
      const reading = get().readings[rule] ?? unread
      if (reading.shownAt === null)
        set({ readings: { ...get().readings, [rule]: { ...reading, shownAt: now() } } })
    },
    reachEnd(rule) {
      const reading = get().readings[rule] ?? unread
      if (!reading.scrolledToEnd)
        set({ readings: { ...get().readings, [rule]: { ...reading, scrolledToEnd: true } } })
    },
    completeReview(rule) {
      const { shownAt, scrolledToEnd } = get().readings[rule] ?? unread
      const tickedAfterMs = shownAt === null ? 0 : Math.round(now() - shownAt)
      set({ asked: `review:${rule}` })
      send({ type: 'review.completed', hold, rule, tickedAfterMs, scrolledToEnd })
    },
    clearReview(rule) {
      set({ asked: `review-cleared:${rule}` })
      send({ type: 'review.cleared', hold, rule })
    },

    draftReason(rule, reason) {
      set({ reasons: { ...get().reasons, [rule]: { ...noReason, ...get().reasons[rule], ...reason } } })
    },
    remember(rule, remember) {
      set({ remembers: { ...get().remembers, [rule]: remember } })
    },
    giveReason(rule) {
      const { code, text } = get().reasons[rule] ?? noReason
      set({ asked: `override:${rule}` })
      const remember = get().remembers[rule] ?? null
      const given = { type: 'override.given', hold, rule, code, text: text.trim() } as const
      send(remember === null ? given : { ...given, remember })
    },
    draftDispute(rule, text) {
      const { [rule]: _, ...others } = get().disputes
      set({ disputes: text === null ? others : { ...others, [rule]: { text, sent: false } } })
    },
    disputeDetection(rule) {
      const text = get().disputes[rule]?.text.trim() ?? ''
      send({ type: 'detection.disputed', hold, rule, text })
      set({ disputes: { ...get().disputes, [rule]: { text, sent: true } } })
    },

    draftRequest: (draft) => set({ draft: { ...get().draft, ...draft } }),
    requestApproval(request) {
      set({ asked: 'approval' })
      send({ type: 'approval.requested', hold, ...request })
    },
    askAgain: () => set({ askingAgain: true }),
    withdrawApproval() {
      set({ asked: 'withdrawal' })
      send({ type: 'approval.withdrawn', hold })
    },
    showEscalation: (shown) => set({ escalating: shown }),
    draftEscalation: (text) => set({ escalationText: text }),
    escalate(reason) {
      set({ asked: `escalation:${reason}` })
      send({ type: 'hold.escalated', hold, reason, text: get().escalationText.trim() })
    },
    run() {
      set({ asked: 'run' })
      send({ type: 'hold.resumed', hold })
    },
    cancel() {
      set({ asked: 'cancel' })
      send({ type: 'hold.cancelled', hold })
    },
    close,
  }))
}
export type PanelStore = ReturnType<typeof createPanelStore>
