import type { AuditQuery } from '../../../protocol/http/audit.ts'
import type { Place } from '../../router.ts'

export const filterNames = ['text', 'type', 'person', 'workflow', 'record', 'hold', 'from', 'to'] as const
export type FilterName = (typeof filterNames)[number]
export type Filter = Readonly<Partial<Record<FilterName, string>>>

/** The filter in the address; days are kept as `YYYY-MM-DD`. */
export function filterOf(place: Place): Filter {
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = place.query.get(name)?.trim()
      return value ? [[name, value]] : []
    }),
  )
}

/** Days become moments of the reader's own zone: from the start of the first to the end of the last. */
export function queryOf(filter: Filter): AuditQuery {
  const { from, to, ...rest } = filter
  const start = from ? dayStart(from, 0) : null
  const end = to ? dayStart(to, 1) : null
  return { ...rest, ...(start ? { from: start } : {}), ...(end ? { to: end } : {}) }
}

function dayStart(day: string, later: number): string | null {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number)
  const at = new Date(year, month - 1, date + later)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
