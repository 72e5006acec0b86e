import type { Decision } from '../policy/decision.ts'
import type { RecordedDecision } from '../protocol/http/backtest.ts'
import type { Outcome } from './outcome.ts'

/** Decisions by what the action met. */
export type Counts = Record<Outcome, number>

/** Decisions under both policies. What nobody can know of either is in `unknowable` and nowhere else. */
export interface Compared {
  readonly now: Counts
  readonly draft: Counts
  stricter: number
  looser: number
  /** Waits for an approval under both, of others. */
  elsewhere: number
  unknowable: number
}

/** Decisions a rule spoke in, by what it made of them. `watched`: only noted, because the rule is in mode `observe`. */
export type Spoken = Record<'blocked' | 'approval' | 'step' | 'tip' | 'watched', number>

export interface RuleCounts {
  readonly now: Spoken
  readonly draft: Spoken
  unknowable: number
}

export interface ApproverCounts {
  readonly approvers: readonly string[]
  now: number
  draft: number
}

export const changes = ['stricter', 'looser', 'elsewhere', 'unknowable', 'different'] as const
export type Change = (typeof changes)[number]

/** One decision to look at; `now` and `draft` are null where nobody can know. `different`: it was not reproduced. */
export interface Sample {
  readonly change: Change
  readonly recorded: RecordedDecision
  readonly now: Decision | null
  readonly draft: Decision | null
  readonly missing: readonly string[]
  /** Rules whose word is another under the draft, or that asked for what is missing. */
  readonly rules: readonly string[]
}

export interface Report {
  /** Read, whatever became of them; without the unreadable. */
  total: number
  /** Not as the schema says; nothing else is known of them. */
  unreadable: number
  /** Made by no policy: the browser had none for the place. */
  withoutPolicy: number
  readonly all: Compared
  /** Built-in reasons stand under their code. */
  readonly rules: Map<string, RuleCounts>
  /** By id; '' for decisions of nobody known. */
  readonly people: Map<string, Compared>
  readonly approvers: Map<string, ApproverCounts>
  /** What was asked for and is not on record, with the number of decisions. */
  readonly missing: Map<string, number>
  /** The policy that made each decision, run again: was it the same? */
  readonly fidelity: { reproduced: number; different: number; unknowable: number }
  readonly samples: Record<Change, Sample[]>
}

export function emptyReport(): Report {
  return {
    total: 0,
    unreadable: 0,
    withoutPolicy: 0,
    all: emptyCompared(),
    rules: new Map(),
    people: new Map(),
    approvers: new Map(),
    missing: new Map(),
    fidelity: { reproduced: 0, different: 0, unknowable: 0 },
    samples: { stricter: [], looser: [], elsewhere: [], unknowable: [], different: [] },
  }
}

export function emptyCompared(): Compared {
  const counts = (): Counts => ({ pass: 0, tip: 0, step: 0, approval: 0, blocked: 0 })
  return { now: counts(), draft: counts(), stricter: 0, looser: 0, elsewhere: 0, unknowable: 0 }
}

/** Sums, for people who belong together. */
export function sumOf(all: readonly Compared[]): Compared {
  const sum = emptyCompared()
  for (const one of all) {
    for (const outcome of Object.keys(sum.now) as Outcome[]) {
      sum.now[outcome] += one.now[outcome]
      sum.draft[outcome] += one.draft[outcome]
    }
    sum.stricter += one.stricter
    sum.looser += one.looser
    sum.elsewhere += one.elsewhere
    sum.unknowable += one.unknowable
  }
  return sum
}
