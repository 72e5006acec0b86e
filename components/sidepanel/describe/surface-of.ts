import type { Surface, SurfaceTrigger } from '../../../protocol/site-pack.ts'
import type { Description } from './describe-state.ts'

/** The surface that a description amounts to. */
export function surfaceOf(description: Description, id: string): Surface {
  const { proposal, name, operation, isEverywhere, record, use, triggers } = description
  const { place, control } = proposal
  const request = use?.learned.request
  // What the request does not carry can never be the same action in a click and in its request.
  const read = description.fields.filter((field) => !use?.learned.missing.includes(field.name))
  const values = read.filter(({ role }) => role === 'field')
  const type = recordTypeOf(description)
  return {
    id,
    name,
    operation,
    when: { url: isEverywhere ? [] : [...place.url], present: [], absent: [] },
    control: { ...control, locators: [...control.locators] },
    triggers: allTriggers(triggers),
    record:
      type === null
        ? null
        : { type, id: record.from === 'url' || record.from === 'page' ? record : { from: 'none' } },
    fields: values.map(({ name: field, label, from, parse }) => ({
      name: field,
      label,
      from,
      parse,
      required: true,
    })),
    onlyChanges: values.length > 0 && onlyChanges(description),
    recipients: read.filter(({ role }) => role === 'recipients').map(({ from, parse }) => ({ from, parse })),
    content: read
      .filter(({ role }) => role === 'content')
      .map(({ name: part, label, from, parse }) => ({ name: part, label, from, parse })),
    volume: null,
    requests: request ? [request] : [],
    success: { status: [], absent: null },
    backstop: use ? 'page-world' : 'none',
  }
}

/** What kind of record the control is about; null when nothing names one. */
export function recordTypeOf({ record, proposal }: Description): string | null {
  if (record.from === 'none') return null
  return proposal.place.entity?.replace(/^\//, '') || 'record'
}

/** A press always counts: it is what was picked. */
function allTriggers(learned: readonly SurfaceTrigger[]): SurfaceTrigger[] {
  const all = new Map<string, SurfaceTrigger>([['{"on":"click"}', { on: 'click' }]])
  for (const trigger of learned) all.set(JSON.stringify(trigger), trigger)
  return [...all.values()]
}

/** Does a save carry what was changed, or the whole record? Where the use did not show it, the method says what is usual. */
function onlyChanges({ use }: Description): boolean {
  if (!use) return true
  const { carriesUnchanged, request } = use.learned
  return carriesUnchanged === null ? request.match.method === 'PATCH' : !carriesUnchanged
}
