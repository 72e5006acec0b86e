import { canonical } from '../policy/canonical.ts'
import type { Json } from '../policy/canonical.ts'
import type { Decision, Reason } from '../policy/decision.ts'
import type { RecordedDecision } from '../protocol/http/backtest.ts'

type Event = RecordedDecision['event']
type Stated = Event['detail']['decision']

/** Whether a decision is, in everything that is on record of it, the one that was made. */
export function isReproduced(decision: Decision, { subject, detail }: Event): boolean {
  const recorded = detail.decision
  return (
    decision.effect === recorded.effect &&
    decision.tier === subject.tier &&
    decision.workflow === subject.workflow &&
    isSame(decision.reasons, recorded.reasons) &&
    isSame(decision.tips, recorded.tips) &&
    isSame(decision.observed, recorded.observed) &&
    decision.obligations.length === recorded.obligations.length &&
    decision.obligations.every(({ kind, rule }, index) => {
      const other = recorded.obligations[index]
      return other?.kind === kind && other.rule === rule
    })
  )
}

function isSame(reasons: readonly Reason[], recorded: Stated['reasons']): boolean {
  return (
    reasons.length === recorded.length &&
    reasons.every(({ code, rule, params }, index) => {
      const other = recorded[index]
      return other?.code === code && other.rule === rule && isSameParams(params, other.params)
    })
  )
}

type Params = Readonly<Record<string, string | number>>

function isSameParams(params: Params, recorded: Params): boolean {
  const names = Object.keys(params)
  const isPlain =
    names.length === Object.keys(recorded).length && names.every((name) => params[name] === recorded[name])
  // What a record cannot hold, as half a character, it holds in its canonical form.
  return isPlain || canonical(params as Json) === canonical(recorded as Json)
}

/** The browser had no policy for the place, so none decided. */
export function isWithoutPolicy({ subject, detail }: Event): boolean {
  const [reason, another] = detail.decision.reasons
  return reason?.code === 'POLICY_UNAVAILABLE' && !reason.rule && !another && subject.workflow === null
}
