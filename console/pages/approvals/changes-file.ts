import type { Action } from '../../../policy/action.ts'
import { csv, type Cell } from '../../csv.ts'

/** Every change of every record as one table (F32): the page shows a sample, this is all of it. */
export function changesTable(action: Action): string {
  const type = action.record?.type ?? ''
  const ids = action.record && action.record.ids.length > 0 ? action.record.ids : ['']
  const changes = ids.flatMap((id) =>
    action.fields.map((field): readonly Cell[] => {
      return ['field', type, id, field.name, field.label, field.beforeKnown ? field.before : '?', field.after]
    }),
  )
  const touched =
    action.fields.length === 0 ? ids.map((id): readonly Cell[] => ['record', type, id, '', '', '', '']) : []
  const recipients = action.recipients.map((to): readonly Cell[] => ['recipient', type, '', '', '', '', to])
  const content = action.content.map((part): readonly Cell[] => [
    'content',
    type,
    '',
    part.name,
    '',
    '',
    part.text,
  ])
  const head = ['part', 'record type', 'record', 'name', 'label', 'before', 'after']
  return csv([head, ...changes, ...touched, ...recipients, ...content])
}
