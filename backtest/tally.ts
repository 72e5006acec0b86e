import type { Decision } from '../policy/decision.ts'
import { approvalsOf, outcomeOf, rankOf, sentTo } from './outcome.ts'
import { emptyCompared } from './report.ts'
import type { ApproverCounts, Report, RuleCounts, Spoken } from './report.ts'
import { spokenIn } from './spoken.ts'

export interface Tally {
  known(person: string | null, before: Decision, after: Decision): void
  unknowable(person: string | null, missing: ReadonlySet<string>, rules: readonly string[]): void
}

/** Counts one decision after the other into a report. */
export function tallyInto(report: Report): Tally {
  const personOf = (id: string | null) => entryOf(report.people, id ?? '', emptyCompared)
  return {
    known(person, before, after) {
      const [from, to] = [outcomeOf(before), outcomeOf(after)]
      const step = rankOf(to) - rankOf(from)
      const isElsewhere =
        step === 0 && to === 'approval' && sentTo(before).join('\n') !== sentTo(after).join('\n')
      for (const one of [report.all, personOf(person)]) {
        one.now[from] += 1
        one.draft[to] += 1
        if (step > 0) one.stricter += 1
        else if (step < 0) one.looser += 1
        else if (isElsewhere) one.elsewhere += 1
      }
      speak(report, before, 'now')
      speak(report, after, 'draft')
      send(report, before, 'now')
      send(report, after, 'draft')
    },
    unknowable(person, missing, rules) {
      for (const one of [report.all, personOf(person)]) one.unknowable += 1
      for (const name of missing) report.missing.set(name, (report.missing.get(name) ?? 0) + 1)
      for (const rule of rules) ruleOf(report, rule).unknowable += 1
    },
  }
}

type Side = 'now' | 'draft'

function speak(report: Report, decision: Decision, side: Side): void {
  for (const [rule, word] of spokenIn(decision)) ruleOf(report, rule)[side][word] += 1
}

function send(report: Report, decision: Decision, side: Side): void {
  if (outcomeOf(decision) !== 'approval') return
  for (const { approvers } of approvalsOf(decision)) {
    const empty = (): ApproverCounts => ({ approvers, now: 0, draft: 0 })
    entryOf(report.approvers, [...approvers].sort().join('\n'), empty)[side] += 1
  }
}

function ruleOf(report: Report, rule: string): RuleCounts {
  const spoken = (): Spoken => ({ blocked: 0, approval: 0, step: 0, tip: 0, watched: 0 })
  return entryOf(report.rules, rule, () => ({ now: spoken(), draft: spoken(), unknowable: 0 }))
}

function entryOf<Value>(map: Map<string, Value>, key: string, empty: () => Value): Value {
  const known = map.get(key) ?? empty()
  map.set(key, known)
  return known
}
