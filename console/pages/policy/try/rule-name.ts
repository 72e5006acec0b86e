import { hasWords, t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'

/** A rule by the name people know; a built-in reason by words of its own. */
export function ruleName(rule: string, policies: readonly Policy[]): string {
  for (const { rules } of policies) {
    const found = rules.find(({ id }) => id === rule)
    if (found) return found.name
  }
  return hasWords(`try.built-in.${rule}`) ? t(`try.built-in.${rule}`) : rule
}

/** What was asked for and is not on record. */
export function missingWords(name: string, policies: readonly Policy[]): string {
  const list = name.startsWith('list:') ? name.slice(5) : null
  if (list === null) return t(`try.missing.${name}`)
  const named = policies.flatMap(({ lists }) => lists).find(({ id }) => id === list)
  return t('try.missing.list', { list: named?.name ?? list })
}
