import type { Action } from '../../policy/action.ts'
import type { Policy } from '../../policy/bundle.ts'
import type { Decision, Reason } from '../../policy/decision.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { noFacts } from '../../policy/facts.ts'
import type { Facts } from '../../policy/facts.ts'
import { isKilled } from '../../policy/killed.ts'
import { prepare } from '../../policy/prepare.ts'
import type { PreparedSlice } from '../../policy/prepare.ts'
import type { DecisionInputs } from '../../protocol/audit/parts.ts'
import type { RecordedDecision } from '../../protocol/http/backtest.ts'
import { noon } from '../policy/build.ts'

export interface Acted {
  readonly action: Action
  readonly facts?: Partial<Facts>
  readonly now?: number
  readonly person?: string | null
  readonly version?: number
  readonly id?: string
}

export function preparedOf(policy: Policy): PreparedSlice {
  return prepare({ ...policy, bundleVersion: 0, killed: [] })
}

/** Decides and writes down what page and worker write down: never the text of a content. */
export function recordOf(prepared: PreparedSlice, acted: Acted): RecordedDecision {
  const { action, now = noon, person = 'p1', version = 1 } = acted
  const facts: Facts = { ...noFacts, ...acted.facts }
  const decision = evaluate(prepared, action, facts, now)
  const { site, account, surface, operation, record, content, ...rest } = action
  const { lease, fulfilled, suggestion, mayHaveSuggestion = false } = facts
  const isLetGo = decision.effect === 'allow' && fulfilled.length === 0
  const inputs: DecisionInputs = {
    ...{ lease, mayHaveSuggestion, words: decision.words },
    killed: facts.killed.filter((scope) => isKilled([scope], action, facts)),
    suggestion: suggestion && {
      ...{ id: suggestion.id, suggested: [...suggestion.suggested], model: suggestion.model ?? '' },
    },
    fulfilled: fulfilled.map((done) => ({
      ...{ kind: done.kind, rule: done.rule },
      code: done.kind === 'override-reason' ? done.code : null,
      hasText: done.kind === 'override-reason' && done.text.trim() !== '',
      amount: done.kind === 'reservation' ? done.amount : null,
    })),
    ...(!isLetGo && { now }),
  }
  return {
    person,
    event: {
      id: acted.id ?? 'e1',
      type: decision.effect === 'refuse' ? 'action.refused' : isLetGo ? 'action.allowed' : 'action.held',
      at: new Date(now).toISOString(),
      bundleVersion: version,
      subject: {
        ...{ site, account, surface, operation, record, digest: null, hold: null },
        ...{ workflow: decision.workflow, tier: decision.tier },
      },
      detail: {
        action: { ...rest, content: content.map(({ name, text }) => ({ name, length: text.length })) },
        decision: stated(decision),
        explanation: suggestion?.id ?? null,
        inputs,
      },
    },
  }
}

function stated({ effect, reasons, tips, observed, obligations }: Decision) {
  const list = (all: readonly Reason[]) =>
    all.map(({ code, rule, params }) => ({ code, rule, params: { ...params } }))
  return {
    effect,
    ...{ reasons: list(reasons), tips: list(tips), observed: list(observed) },
    obligations: obligations.map(({ kind, rule }) => ({ kind, rule })),
  }
}
