import { formatLength, formatMoment, formatNumber, hasWords, t } from '../../../components/ui/words.ts'
import type { Policy } from '../../../policy/bundle.ts'
import { guardrails } from '../../../policy/guardrails/registry.ts'
import type { Rule } from '../../../policy/rule.ts'
import { conditionWords } from './condition-words.ts'
import { textOf } from './differences.ts'

/**
 * What a rule checks, in sentences: `rule.<kind>` first, then `rule.<kind>.<setting>` (with `.<choice>` where the words
 * differ by value) or `rule.any.<setting>`, the words every kind shares. A setting without words is shown by name, so
 * that a newer server's kind is never hidden.
 */
export function ruleSentences(rule: Rule, policy: Policy): readonly string[] {
  const { kind, settings } = rule.guardrail
  const zone = textOf(settings['zone'] ?? '')
  const params = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      guardrails.get(kind)?.settings[name]?.type === 'moment'
        ? formatMoment(textOf(value), zone)
        : settingText(name, value, policy),
    ]),
  )
  const lead = hasWords(`rule.${kind}`) ? t(`rule.${kind}`, params) : t('rule.unknown-kind', { kind })
  const ordered = Object.entries(settings).toSorted(([left], [right]) => placeOf(left) - placeOf(right))
  const rest = ordered.flatMap(([name, value]) => {
    const sentence = settingSentence(kind, name, value, params)
    return sentence === null ? [] : [sentence]
  })
  return [...(rule.when ? [t('rule.when', { clause: conditionWords(rule.when) })] : []), lead, ...rest]
}

// What is limited, then what happens beyond it, then who signs and by when; the policy may hold them in any order.
const order = [
  'perAction',
  'perPeriod',
  'days',
  'acrossQuarters',
  'when',
  'codes',
  'weekdays',
  'refuseAbove',
  'beyond',
  'approvers',
]
const later = ['decideWithinMinutes', 'useWithinMinutes']
const placeOf = (name: string) =>
  later.includes(name) ? 100 + later.indexOf(name) : (order.indexOf(name) + 100) % 100

/** Where a rule applies; both lists empty = every workflow. */
export function ruleScope(rule: Rule, policy: Policy): string {
  const names = rule.workflows.map(
    (id) => policy.workflows.find((workflow) => workflow.id === id)?.name ?? id,
  )
  const places = [...names, ...rule.surfaces]
  return places.length === 0 ? t('rule.everywhere') : places.join(', ')
}

function settingSentence(
  kind: string,
  name: string,
  value: unknown,
  params: Readonly<Record<string, string>>,
): string | null {
  if (value === false || (Array.isArray(value) && value.length === 0)) return null
  const keys = [
    `rule.${kind}.${name}.${textOf(value)}`,
    `rule.${kind}.${name}`,
    `rule.any.${name}.${textOf(value)}`,
    `rule.any.${name}`,
  ]
  const key = keys.find(hasWords)
  if (key) return t(key, params)
  const isSaid = hasWords(`rule.${kind}`) && said(kind).includes(`{${name}}`)
  return isSaid ? null : t('rule.setting', { name, value: params[name] ?? '' })
}

/** Every sentence of a kind, unfilled: a setting that one of them names needs no sentence of its own. */
function said(kind: string): string {
  return [`rule.${kind}`, ...order.map((name) => `rule.${kind}.${name}`)]
    .filter(hasWords)
    .map((key) => t(key))
    .join(' ')
}

function settingText(name: string, value: unknown, policy: Policy): string {
  if (typeof value === 'number')
    return name.endsWith('Minutes') ? formatLength(value * 60_000) : formatNumber(value)
  if (!Array.isArray(value))
    return hasWords(`setting.${name}.${textOf(value)}`)
      ? t(`setting.${name}.${textOf(value)}`)
      : textOf(value)
  if (name === 'weekdays') return value.map((day) => t(`weekday.${day}`)).join(', ')
  if (name === 'lists')
    return value.map((id) => policy.lists.find((list) => list.id === id)?.name ?? textOf(id)).join(', ')
  if (name === 'codes')
    return value
      .map((code) => policy.overrideReasons.find((reason) => reason.code === code)?.label ?? textOf(code))
      .join(', ')
  return value.map(textOf).join(', ')
}
