import { t } from '../../../components/ui/words.ts'
import type { RegisterEntry } from '../../../protocol/http/register.ts'
import { csv } from '../../csv.ts'

/** The columns of the model's register (S212) with those of ours; lists are joined by "; ". */
export const registerColumns = [
  'id',
  'name',
  'tier',
  'category',
  'owner',
  'approvers',
  'logs',
  'kpis',
  'dataRisk',
  'surfaces',
] as const

/** Values as the policy holds them, so that an import can read what an export wrote. */
export function registerTable(entries: readonly RegisterEntry[]): string {
  const rows = entries.map((entry) =>
    registerColumns.map((column) => {
      const value = entry[column]
      return typeof value === 'object' && value !== null ? value.join('; ') : value
    }),
  )
  return csv([registerColumns.map((column) => t(`register.file.${column}`)), ...rows])
}

export function registerJson(entries: readonly RegisterEntry[]): string {
  const workflows = entries.map((entry) =>
    Object.fromEntries(registerColumns.map((column) => [column, entry[column]])),
  )
  return JSON.stringify({ workflows }, null, 2)
}
