import { sql } from 'kysely'
import { z } from '../../../policy/zod.ts'
import type { decisionQuerySchema } from '../../../protocol/http/backtest.ts'
import type { Store } from '../../database/store.ts'
import { readCursor, writeCursor } from '../../http/cursor.ts'
import { periodOf } from './period.ts'

const cursorSchema = z.object({ at: z.iso.datetime(), position: z.int() })

/** Of text in one page; a single event may be longer, and then is a page of its own. */
const mostBytes = 4_000_000

/** The condition of the partial index, word for word: with parameters in it the planner could not use it. */
export const isDecision = sql<boolean>`event.type in ('action.allowed', 'action.held', 'action.refused')`

interface Row {
  readonly position: number
  readonly received_at: Date
  readonly person: string | null
  readonly raw: Uint8Array
  readonly found: number
}

type Read =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'CURSOR_INVALID' | 'QUERY_INVALID' }

/** One page as JSON text, oldest first. Every event stands in it exactly as it was stored. */
export async function readDecisions(
  store: Store,
  tenant: string,
  query: z.infer<typeof decisionQuerySchema>,
): Promise<Read> {
  const period = periodOf(query)
  if (period === null) return { ok: false, reason: 'QUERY_INVALID' }
  const after = query.cursor === undefined ? null : readCursor(query.cursor, cursorSchema)
  if (query.cursor !== undefined && after === null) return { ok: false, reason: 'CURSOR_INVALID' }
  const limit = query.limit ?? 2000
  const start = after ? new Date(after.at) : period.from
  const { rows } = await store.transact({ tenant }, (tx) =>
    sql<Row>`
      select position, received_at, person, raw, found from (
        select event.*, count(*) over () as found,
          sum(octet_length(event.raw)) over (order by event.received_at, event.position) - octet_length(event.raw) as before
        from (
          select event.position, event.received_at, event.person, event.raw
          from audit_events as event
          where event.tenant = ${tenant} and ${isDecision} and event.received_at < ${period.to}::timestamptz
            and (event.received_at, event.position) > (${start}::timestamptz, ${after?.position ?? -1}::bigint)
          order by event.received_at, event.position limit ${limit + 1}
        ) as event
      ) as paged where before < ${mostBytes} order by received_at, position limit ${limit}`.execute(tx),
  )
  const last = rows.at(-1)
  const isMore = last !== undefined && last.found > rows.length
  const next = isMore ? writeCursor({ at: last.received_at.toISOString(), position: last.position }) : null
  return { ok: true, text: `{"items":[${rows.map(itemOf).join(',')}],"next":${JSON.stringify(next)}}` }
}

function itemOf({ person, raw }: Row): string {
  return `{"person":${JSON.stringify(person)},"event":${Buffer.from(raw).toString('utf8')}}`
}
