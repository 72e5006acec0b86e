import { formatNumber, hasWords, t } from '../../../components/ui/words.ts'
import type { Policy } from '../../../policy/bundle.ts'
import type { Loosening } from '../../../policy/loosening.ts'

/** One loosening as a sentence. Names come from the policies that are compared; ids stand in where neither has one. */
export function looseningWords(
  { code, rule, workflow, params }: Loosening,
  policies: readonly Policy[],
): string {
  const ofWorkflow = code === 'APPROVERS_WIDENED' && rule === null
  return t(`loosening.${code}${ofWorkflow ? '.workflow' : ''}`, {
    ...params,
    ...sidesOf(code, params),
    rule: nameOf(
      policies.flatMap(({ rules }) => rules),
      rule,
    ),
    workflow: nameOf(
      policies.flatMap(({ workflows }) => workflows),
      workflow,
    ),
    list: nameOf(
      policies.flatMap(({ lists }) => lists),
      params['list'] ?? null,
    ),
    setting: settingWords(String(params['setting'] ?? '')),
  })
}

function nameOf(
  items: readonly { readonly id: string; readonly name: string }[],
  id: string | number | null,
): string {
  return items.find((item) => item.id === id)?.name ?? String(id ?? '')
}

function sidesOf(code: Loosening['code'], params: Loosening['params']) {
  const side = (value: string | number | undefined) => {
    if (code === 'RULE_MODE_LOWERED') return t(`loosening.mode.${value}`)
    if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) return formatNumber(Number(value))
    if (value !== '') return value ?? ''
    return t(code === 'APPROVERS_WIDENED' ? 'loosening.nobody' : 'loosening.unset')
  }
  return { before: side(params['before']), after: side(params['after']) }
}

function settingWords(setting: string): string {
  const key = `loosening.setting.${setting}`
  return hasWords(key) ? t(key) : setting
}
