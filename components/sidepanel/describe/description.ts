import type { ControlProposal, FieldProposal } from '../../../protocol/messages/picker-port.ts'
import type { Description, Problem, RecordFrom } from './describe-state.ts'
import { slugOf } from './draft-pack.ts'

const mostFields = 30

/** The first words about a picked control; what was already said about another pick of it stays. */
export function describe(proposal: ControlProposal, frame: number, before: Description | null): Description {
  const isSameFrame = before?.frame === frame
  return {
    frame,
    proposal,
    matches: null,
    name: proposal.label,
    workflow: before?.workflow ?? '',
    operation: operationOf(proposal),
    isEverywhere: false,
    record: recordOf(proposal),
    fields: isSameFrame ? before.fields : [],
    triggers: [],
    use: null,
  }
}

/** Adds a picked field under a name of its own; or why not. */
export function withField(description: Description, field: FieldProposal): Description | Problem {
  const { fields } = description
  if (fields.some(({ from }) => from.css === field.from.css)) return 'ALREADY_READ'
  if (fields.length >= mostFields) return 'PACK_INVALID'
  const isTaken = (name: string) => fields.some((one) => one.name === name)
  let name = field.name
  for (let count = 2; isTaken(name); count += 1) name = `${field.name}-${count}`
  return { ...description, fields: [...fields, { ...field, name }], use: null, triggers: [] }
}

function recordOf({ place, recordSource }: ControlProposal): RecordFrom {
  if (place.record) return { from: 'url', template: place.record }
  return recordSource ? { from: 'page', source: recordSource } : { from: 'none' }
}

/** `/deals` and “Save changes” make `deals.save-changes`. */
function operationOf({ place, label }: ControlProposal): string {
  const parts = [place.entity ?? '', label].map((words) => slugOf(words).replaceAll('.', '-'))
  return parts.filter(Boolean).join('.') || 'control.use'
}
