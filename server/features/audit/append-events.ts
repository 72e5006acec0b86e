import { sql } from 'kysely'
import type { Store } from '../../database/store.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { Readable, Receipt } from './read-event.ts'

/** JSON text never holds a control character: it is written as an escape. */
const separator = '\u001e'

export const columnsOf =
  (events: readonly Readable[]) =>
  <Key extends keyof Readable>(key: Key) =>
    events.map((event) => event[key])

/**
 * Stores the usual batch in one statement: all of it readable, and following the one before it without a hole. null, with
 * nothing stored, for any other.
 */
export async function append(
  store: Store,
  from: DevicePrincipal,
  read: readonly (Readable | Receipt)[],
): Promise<number | null> {
  const events = read.filter((one) => 'raw' in one)
  if (events.length < read.length || !isUsual(events)) return null
  const { tenant, device, person } = from
  const column = columnsOf(events)
  const joined = (key: 'key' | 'digest' | 'raw') => column(key).join(separator)
  try {
    const appended = await store.single<{ last: number | null }>(
      { tenant },
      sql`app_append_events(${tenant}, ${device}::uuid, ${person.id}::uuid, ${events.at(-1)?.bundleVersion ?? null}::bigint,
        ${events[0]?.sequence ?? 0}::bigint, ${joined('key')}, ${column('type')}::text[], ${column('at')}::text[],
        ${column('hold')}::text[], ${column('workflow')}::text[], ${joined('digest')}, ${joined('raw')}) as last`,
    )
    return appended?.last ?? null
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

function isUsual(events: readonly Readable[]): boolean {
  const first = events[0]?.sequence ?? 0
  // JSONB cannot hold U+0000; who brings one takes the longer way.
  return events.every((event, at) => event.sequence === first + at && !event.raw.includes('\\u0000'))
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}
