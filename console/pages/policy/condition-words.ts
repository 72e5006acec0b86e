import { formatNumber, hasWords, t } from '../../../components/ui/words.ts'
import type { Condition, FactValue } from '../../../policy/condition.ts'

/** A condition as one clause of a sentence, for instance "amount is above 50,000 and stage is Won". */
export function conditionWords(condition: Condition): string {
  if ('all' in condition) return joined(condition.all, 'condition.and')
  if ('any' in condition) return joined(condition.any, 'condition.or')
  if ('not' in condition) return t('condition.not', { clause: conditionWords(condition.not) })
  const fact = factWords(condition.fact)
  if (condition.is === 'is-known') return t(`condition.is-known.${condition.value !== false}`, { fact })
  return t(`condition.${condition.is}`, { fact, value: valueWords(condition.value) })
}

function joined(parts: readonly Condition[], word: 'condition.and' | 'condition.or'): string {
  return parts
    .map((part) => ('all' in part || 'any' in part ? `(${conditionWords(part)})` : conditionWords(part)))
    .join(` ${t(word)} `)
}

function factWords(fact: string): string {
  if (hasWords(`fact-name.${fact}`)) return t(`fact-name.${fact}`)
  const [, field, part] = /^field\.(.+?)(\.before|\.change)?$/.exec(fact) ?? []
  return field === undefined ? fact : t(`fact-name.field${part ?? ''}`, { field })
}

function valueWords(value: FactValue): string {
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'boolean') return t(value ? 'diff.yes' : 'diff.no')
  if (typeof value !== 'string') return value.map((each) => t('condition.quoted', { text: each })).join(', ')
  return t('condition.quoted', { text: value })
}
