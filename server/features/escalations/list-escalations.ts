import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { z } from '../../../policy/zod.ts'
import type { EscalationList, EscalationScope, EscalationView } from '../../../protocol/http/escalations.ts'
import type { Tables } from '../../database/tables.ts'
import { readCursor, writeCursor } from '../../http/cursor.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'
import { escalationRows, escalationView, isAnswered, isFor } from './escalation-rows.ts'

const cursorSchema = z.object({ position: z.int() })

interface Query {
  readonly scope: EscalationScope
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** null = the cursor is not one of ours. */
export async function listEscalations(
  tx: Transaction<Tables>,
  asking: PersonPrincipal,
  query: Query,
): Promise<EscalationList | null> {
  const place = query.cursor === undefined ? undefined : readCursor(query.cursor, cursorSchema)
  if (place === null) return null
  const limit = query.limit ?? 50
  const isOldestFirst = query.scope === 'to-answer'
  let rows = escalationRows(tx, asking.tenant)
  if (query.scope === 'mine') rows = rows.where('event.person', '=', asking.person.id)
  if (isOldestFirst) rows = rows.where(awaits(asking))
  if (place !== undefined) rows = rows.where('event.position', isOldestFirst ? '>' : '<', place.position)
  const found = await rows
    .orderBy('event.position', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const names = await workflowNames(tx, asking.tenant)
  return {
    items: page.map((row) => escalationView(row, asking, names)),
    next: last === undefined ? null : writeCursor({ position: last.position }),
    toAnswer: await countToAnswer(tx, asking),
  }
}

/** null for an unknown one, and for one this person has no part in. */
export async function readEscalation(
  tx: Transaction<Tables>,
  asking: PersonPrincipal,
  id: string,
): Promise<EscalationView | null> {
  let rows = escalationRows(tx, asking.tenant).where(sql<boolean>`event.position = ${id}::bigint`)
  if (!seesAll(asking))
    rows = rows.where(sql<boolean>`(event.person = ${asking.person.id} or ${isFor(asking)})`)
  const row = await rows.executeTakeFirst()
  return row === undefined ? null : escalationView(row, asking, await workflowNames(tx, asking.tenant))
}

export function seesAll({ person }: PersonPrincipal): boolean {
  return person.roles.some((role) => role === 'approver' || role === 'admin')
}

/** Open, not their own, and addressed to them; administrators see every open one, so that none stays unseen. */
function awaits(asking: PersonPrincipal) {
  const isAdmin = asking.person.roles.includes('admin')
  return sql<boolean>`(not ${isAnswered} and event.person <> ${asking.person.id}
    and ${isAdmin ? sql`true` : isFor(asking)})`
}

async function countToAnswer(tx: Transaction<Tables>, asking: PersonPrincipal): Promise<number> {
  const counted = await tx
    .selectFrom('audit_events as event')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('event.tenant', '=', asking.tenant)
    .where('event.type', '=', 'hold.escalated')
    .where('event.hold', 'is not', null)
    .where(awaits(asking))
    .executeTakeFirst()
  return counted?.count ?? 0
}

async function workflowNames(tx: Transaction<Tables>, tenant: string): Promise<ReadonlyMap<string, string>> {
  const row = await readBundle(tx, tenant, 'current')
  return new Map((row === undefined ? [] : bundleOf(row).workflows).map(({ id, name }) => [id, name]))
}
