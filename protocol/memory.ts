import type { Matter, MemoryEnd, MemoryRefusal, MemoryScope } from '../policy/memory.ts'

/** What the panel may offer beside one override, or why it may not. Times are epoch ms. */
export type MemoryOffer =
  | {
      readonly ok: true
      readonly scopes: readonly MemoryScope[]
      readonly matter: Matter
      readonly until: Readonly<Record<MemoryEnd, number>>
    }
  | { readonly ok: false; readonly reason: MemoryRefusal }

/** One thing a rep is not asked again, as the side panel lists it. */
export interface MemoryView {
  readonly id: string
  readonly ruleName: string
  readonly workflowName: string
  /** The reason that stands for the next ones. */
  readonly reason: string
  readonly scope: MemoryScope
  readonly ends: MemoryEnd
  readonly until: number
  readonly matter: Matter
}

/** What a rep has left of their own overrides of one rule (F22). */
export interface BudgetView {
  readonly limit: number
  readonly left: number
  readonly period: 'day' | 'week'
  /** Epoch ms. */
  readonly until: number
}
