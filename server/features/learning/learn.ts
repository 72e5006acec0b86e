import type { Bundle } from '../../../policy/bundle.ts'
import type { Rule } from '../../../policy/rule.ts'
import type { ProposedEdit, RuleLearning } from '../../../protocol/http/learning.ts'
import type { Answers } from './answers.ts'

/** Fewer answers than this say nothing about a rule. */
const enough = 5
/** The setting that says how much a rule lets pass, by kind. */
const limits: Readonly<Record<string, string>> = {
  'amount-threshold': 'limit',
  'close-date-threshold': 'days',
  'volume-cap': 'perAction',
  'export-cap': 'approvalAbove',
  'discount-range': 'preApprovedUpTo',
}

/** Every rule that was answered to, most overridden first, with the edits that the answers suggest. */
export function learn({ rules, overrideReasons }: Bundle, answers: Answers): RuleLearning[] {
  const labels = new Map(overrideReasons.map(({ code, label }) => [code, label]))
  const learnt = rules.map((rule) => {
    const { held, values } = of(answers.held, rule) ?? { held: 0, values: [] }
    const reasons = answers.overrides
      .filter((one) => one.rule === rule.id)
      .map(({ code, count }) => ({ code, label: labels.get(code) ?? code, count }))
      .toSorted((left, right) => right.count - left.count)
    const decided = answers.decided.find((one) => one.rule === rule.id)
    const textsOf = (type: string) =>
      answers.texts.filter((one) => one.rule === rule.id && one.type === type).map(({ text }) => text)
    const counted = {
      held,
      overridden: reasons.reduce((sum, { count }) => sum + count, 0),
      reasons,
      texts: textsOf('override.given'),
      disputed: answers.disputes.find((one) => one.rule === rule.id)?.count ?? 0,
      disputes: textsOf('detection.disputed'),
      approved: decided?.approved ?? 0,
      denied: decided?.denied ?? 0,
    }
    return {
      ...{ rule: rule.id, name: rule.name, owner: rule.owner, ...counted },
      edits: proposedEdits(rule, counted, values),
    }
  })
  return learnt
    .filter(
      ({ held, overridden, disputed, approved, denied }) =>
        held + overridden + disputed + approved + denied > 0,
    )
    .toSorted(
      (left, right) =>
        right.overridden + right.disputed - (left.overridden + left.disputed) || right.held - left.held,
    )
}

function of(held: Answers['held'], { id }: Rule) {
  const found = held.find(({ rule }) => rule === id)
  return found && { held: found.count, values: found.values }
}

type Counted = Omit<RuleLearning, 'rule' | 'name' | 'owner' | 'edits'>

function proposedEdits(rule: Rule, counted: Counted, values: readonly number[]): ProposedEdit[] {
  const { held, overridden, reasons, disputed, approved, denied } = counted
  const edits: ProposedEdit[] = []
  if (disputed >= 3 && disputed * 5 >= held)
    edits.push({
      ...{ code: 'REVIEW_DETECTION', params: { count: disputed, held } },
      // Until somebody has looked at it, it tells and holds nothing.
      ...(rule.mode === 'enforce' && { change: { kind: 'mode', mode: 'tip' } }),
    })
  const setting = limits[rule.guardrail.kind] ?? ''
  const limit = rule.guardrail.settings[setting]
  const middle = values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]
  if (
    approved >= enough &&
    denied === 0 &&
    typeof limit === 'number' &&
    middle !== undefined &&
    middle > limit
  )
    edits.push({
      ...{ code: 'RAISE_LIMIT', params: { count: approved, limit, proposed: middle } },
      change: { kind: 'setting', setting, value: middle },
    })
  const [first] = reasons
  if (first && first.code !== 'other' && first.count >= enough && first.count * 5 >= overridden * 3)
    edits.push({ code: 'USE_REASON', params: { label: first.label, count: first.count, all: overridden } })
  const other = reasons.find(({ code }) => code === 'other')?.count ?? 0
  if (other >= 3 && other * 10 >= overridden * 3)
    edits.push({ code: 'ADD_REASON', params: { count: other, all: overridden }, ...asReason(counted.texts) })
  return edits
}

/** What was written most often, as a reason to choose. */
function asReason(texts: readonly string[]): Pick<ProposedEdit, 'change'> {
  const said = texts.map((text) => text.replace(/\s+/gu, ' ').trim().slice(0, 100)).filter(Boolean)
  const timesSaid = (text: string) => said.filter((other) => other === text).length
  const [label] = said.toSorted((left, right) => timesSaid(right) - timesSaid(left))
  return label === undefined ? {} : { change: { kind: 'reason', label } }
}
