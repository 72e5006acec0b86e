import type { Policy, TermList } from '../policy/bundle.ts'
import { canonical } from '../policy/canonical.ts'
import type { Json } from '../policy/canonical.ts'
import type { RecordedDecision } from '../protocol/http/backtest.ts'
import { isReproduced, isWithoutPolicy } from './is-reproduced.ts'
import { outcomeOf, rankOf, sentTo } from './outcome.ts'
import { recall } from './recall.ts'
import type { Recalled } from './recall.ts'
import { emptyReport } from './report.ts'
import type { Change, Report, Sample } from './report.ts'
import { replayer } from './replayer.ts'
import type { Replayed, Replayer } from './replayer.ts'
import { sampler } from './sampler.ts'
import { spokenIn } from './spoken.ts'
import { tallyInto } from './tally.ts'

export interface Backtest {
  /** The policy a version had; the version in force is known without. */
  know(version: number, policy: Policy): void
  knows(version: number): boolean
  add(recorded: RecordedDecision): void
  readonly report: Report
}

interface Compare {
  /** In force now, and the version of it. */
  readonly active: Policy
  readonly version: number
  readonly draft: Policy
}

const mostSamples = 40

/**
 * Runs recorded decisions through the policy that made them, the one in force and a draft. Nothing is guessed: where a
 * policy asks for what is not on record, the decision is unknowable and counted as nothing else.
 */
export function backtest({ active, version, draft }: Compare): Backtest {
  const report = emptyReport()
  const lists = new Map<number, ReadonlyMap<string, TermList>>()
  const replayers = new Map<number, Replayer>()
  const listsOf = (of: number | null) => (of === null ? undefined : lists.get(of))
  const know = (of: number, policy: Policy) => {
    lists.set(of, new Map(policy.lists.map((list) => [list.id, list])))
    replayers.set(of, policy === active ? now : replayer(policy, listsOf))
  }
  const now = replayer(active, listsOf)
  const then = replayer(draft, listsOf)
  const otherPacks = sitesReadOtherwise(active, draft)
  const tally = tallyInto(report)
  const keep = Object.fromEntries(
    Object.entries(report.samples).map(([change, kept]) => [change, sampler<Sample>(mostSamples, kept)]),
  ) as Record<Change, ReturnType<typeof sampler<Sample>>>
  know(version, active)

  function asDrafted(recalled: Recalled): Replayed {
    // What the changed pack would have read on the page then, nobody knows.
    const replayed = then.replay(recalled)
    const { site } = recalled.action
    return otherPacks.has(site) && !draft.disabledPacks?.includes(site)
      ? { ...replayed, missing: [...replayed.missing, 'pack'] }
      : replayed
  }

  function add(recorded: RecordedDecision): void {
    report.total += 1
    if (isWithoutPolicy(recorded.event)) {
      report.withoutPolicy += 1
      return
    }
    const recalled = recall(recorded)
    const current = now.replay(recalled)
    const faithful = replayers.get(recalled.version ?? -1)
    const again = faithful === now ? current : faithful?.replay(recalled)
    const drafted = asDrafted(recalled)
    const sample = (change: Change, rules: readonly string[] = []) =>
      keep[change](() => ({
        change,
        recorded,
        now: current.missing.length === 0 ? current.decision : null,
        draft: drafted.missing.length === 0 ? drafted.decision : null,
        missing: [...new Set([...current.missing, ...drafted.missing])],
        rules,
      }))

    if (!again || again.missing.length > 0) report.fidelity.unknowable += 1
    else if (isReproduced(again.decision, recorded.event)) report.fidelity.reproduced += 1
    else {
      report.fidelity.different += 1
      sample('different')
    }

    const missing = new Set([...current.missing, ...drafted.missing])
    if (missing.size > 0) {
      const asking = drafted.missing.length > 0 ? then.rulesMissing(recalled) : now.rulesMissing(recalled)
      tally.unknowable(recorded.person, missing, asking)
      sample('unknowable', asking)
      return
    }
    const [before, after] = [current.decision, drafted.decision]
    tally.known(recorded.person, before, after)
    const step = rankOf(outcomeOf(after)) - rankOf(outcomeOf(before))
    if (step !== 0) sample(step > 0 ? 'stricter' : 'looser', otherWords(before, after))
    else if (sentTo(before).join('\n') !== sentTo(after).join('\n'))
      sample('elsewhere', otherWords(before, after))
  }
  return { know, knows: (of) => replayers.has(of), add, report }
}

type Decided = Replayed['decision']

function otherWords(before: Decided, after: Decided): readonly string[] {
  const [said, says] = [spokenIn(before), spokenIn(after)]
  return [...new Set([...said.keys(), ...says.keys()])].filter((rule) => said.get(rule) !== says.get(rule))
}

/** Sites whose pack the draft changes: it would read other values from the same page. */
function sitesReadOtherwise(active: Policy, draft: Policy): ReadonlySet<string> {
  const packs = (policy: Policy) =>
    new Map(policy.packs.map((pack) => [idOf(pack), canonical(pack as Json)] as const))
  const [before, after] = [packs(active), packs(draft)]
  const ids = [...before.keys(), ...after.keys()].filter((id) => id !== null)
  return new Set(ids.filter((id) => before.get(id) !== after.get(id)))
}

function idOf(pack: unknown): string | null {
  const id = typeof pack === 'object' && pack !== null && 'id' in pack ? pack.id : null
  return typeof id === 'string' ? id : null
}
