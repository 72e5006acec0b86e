import type { Matter, MemoryEnd, MemoryScope } from '../../policy/memory.ts'
import { formatDate, t } from './words.ts'

interface Remembered {
  readonly matter: Matter
  readonly scope: MemoryScope
  readonly ends: MemoryEnd
  readonly until: number
  readonly ruleName: string
  readonly workflowName: string
}

/** Exactly how far it reaches, in one sentence: which rule, about what, where, until when. */
export function memoryWords({ matter, scope, ends, until, ruleName, workflowName }: Remembered): string {
  const where = t(`memory.where.${scope}`, { record: recordWords(matter.record), workflow: workflowName })
  return t('memory.sentence', {
    ...{ rule: ruleName, what: whatWords(matter), where },
    until: t(`memory.until.${ends}`, { time: timeWords(until) }),
  })
}

/** As the page calls it: its type and number. */
export function recordWords(record: Matter['record']): string {
  if (record === null) return ''
  const { type, ids } = record
  return ids.length === 1
    ? t('memory.record', { type, id: ids[0] ?? '' })
    : t('memory.records', { type, count: ids.length })
}

/** The day only where it is another one than today. */
export function timeWords(until: number): string {
  const isToday = new Date(until - 1).toDateString() === new Date().toDateString()
  return formatDate(
    new Date(until).toISOString(),
    isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  )
}

function whatWords({ fields, terms }: Matter): string {
  if (terms.length > 0) return t('memory.what.terms', { terms: terms.join(', ') })
  if (fields.length > 0)
    return t('memory.what.fields', { fields: fields.map(({ label }) => label).join(', ') })
  return t('memory.what.nothing')
}
