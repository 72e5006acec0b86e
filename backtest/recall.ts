import type { Action } from '../policy/action.ts'
import { effectOf } from '../policy/effect.ts'
import type { Facts } from '../policy/facts.ts'
import type { Fulfilment } from '../policy/obligation.ts'
import type { DecisionInputs } from '../protocol/audit/parts.ts'
import type { RecordedDecision } from '../protocol/http/backtest.ts'

/** What a decision was made on, as far as it is on record. What is not, and was asked for, is named in `missing`. */
export interface Recalled {
  readonly action: Action
  readonly facts: Facts
  readonly now: number
  /** Rules whose override budget was used up. */
  readonly spent: readonly string[]
  readonly version: number | null
  /** Words found, by term list that was looked for; undefined when nothing is known of it. */
  readonly words: Readonly<Record<string, readonly string[]>> | undefined
  readonly missing: Set<string>
}

/** Only the length of a content is on record, and only that is ever asked of these: the search of a replay reads `words`. */
const blanks = new Map<number, string>()
const longest = 100_000

function blank(length: number): string {
  const size = Math.min(Math.max(length, 0), longest)
  let text = blanks.get(size)
  if (text === undefined) {
    if (blanks.size > 1000) blanks.clear()
    text = ' '.repeat(size)
    blanks.set(size, text)
  }
  return text
}

/** Puts together what `evaluate` was given. An unknown answers when it is asked, because most decisions never ask. */
export function recall({ event }: RecordedDecision): Recalled {
  const { type, subject, detail, bundleVersion } = event
  const { inputs } = detail
  const { assisted, ...described } = detail.action
  const missing = new Set<string>()
  const action: Action = {
    ...described,
    ...(assisted && { assisted }),
    site: subject.site ?? '',
    account: subject.account ?? '',
    surface: subject.surface ?? '',
    operation: subject.operation ?? '',
    record: subject.record,
    content: detail.action.content.map(({ name, length }) => ({ name, text: blank(length) })),
  }
  const codes = detail.decision.reasons.map(({ code }) => code)
  const facts: Facts = {
    reserved: {},
    get lease() {
      if (!inputs) missing.add('lease')
      return inputs?.lease ?? 'fresh'
    },
    get killed() {
      // Without a tier nobody asked whether a stop reached it.
      if (!inputs && codes.includes('NO_TIER')) missing.add('killed')
      return inputs?.killed.length || codes.includes('KILLED') ? ['tenant'] : []
    },
    get fulfilled() {
      // Nothing is ever met in a page.
      if (!inputs && type !== 'action.allowed') missing.add('fulfilled')
      return (inputs?.fulfilled ?? []).map((done) => fulfilment(done, effectOf(action)))
    },
    get suggestion() {
      if (!inputs) missing.add('suggestion')
      return inputs?.suggestion ?? null
    },
    mayHaveSuggestion: inputs?.mayHaveSuggestion ?? false,
  }
  const now = inputs?.now ?? Date.parse(event.at)
  const spent = inputs?.spent ?? []
  return { action, facts, now, spent, version: bundleVersion, words: inputs?.words, missing }
}

type Stated = DecisionInputs['fulfilled'][number]

function fulfilment({ kind, rule, code, hasText, amount }: Stated, effect: string): Fulfilment {
  const named = rule ?? ''
  switch (kind) {
    case 'review':
      return { kind, rule: named, effect }
    case 'override-reason':
      return { kind, rule: named, effect, code: code ?? '', text: hasText ? '-' : '' }
    case 'approval':
      return { kind, rule, effect, grant: '-' }
    case 'reservation':
      return { kind, rule: named, effect, amount: amount ?? 0 }
  }
}
