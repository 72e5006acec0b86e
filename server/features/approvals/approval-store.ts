import { sql } from 'kysely'
import type { Selectable, Transaction } from 'kysely'
import { approvalEdges } from '../../../policy/approval.ts'
import type { Tables } from '../../database/tables.ts'

export type RequestRow = Selectable<Tables['approval_requests']>

export async function findRequest(
  tx: Transaction<Tables>,
  tenant: string,
  id: string,
): Promise<RequestRow | undefined> {
  return tx
    .selectFrom('approval_requests')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findByGrant(
  tx: Transaction<Tables>,
  tenant: string,
  grant: string,
): Promise<RequestRow | undefined> {
  return tx
    .selectFrom('approval_requests')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('grant_id', '=', grant)
    .executeTakeFirst()
}

export type Edge = Partial<
  Pick<
    Tables['approval_requests'],
    | 'state'
    | 'note'
    | 'considered_ms'
    | 'decided_at'
    | 'decided_by'
    | 'use_by'
    | 'grant_id'
    | 'execution'
    | 'consumed_at'
  >
> & {
  readonly steps?: string
  readonly receipt?: string
}
/** Which clock must still run, or must have run out, for the edge to be taken. */
export type Guard = 'decide-by-ahead' | 'decide-by-passed' | 'use-by-ahead' | 'use-by-passed' | 'none'

const guards = {
  'decide-by-ahead': sql<boolean>`decide_by > app_now()`,
  'decide-by-passed': sql<boolean>`decide_by <= app_now()`,
  'use-by-ahead': sql<boolean>`use_by > app_now()`,
  'use-by-passed': sql<boolean>`use_by <= app_now()`,
  none: sql<boolean>`true`,
}

/**
 * One edge of the state machine is one statement: it names the state and version it leaves and the clock it depends on.
 * Of any number of actors at the same moment exactly one gets the row; the others get undefined and look again.
 */
export async function takeEdge(
  tx: Transaction<Tables>,
  from: RequestRow,
  edge: Edge,
  guard: Guard,
): Promise<RequestRow | undefined> {
  const to = edge.state ?? from.state
  if (!Object.values(approvalEdges[from.state] ?? {}).includes(to))
    throw new Error(`There is no edge from ${from.state} to ${to}.`)
  return tx
    .updateTable('approval_requests')
    .set({ ...edge, version: from.version + 1 })
    .where('tenant', '=', from.tenant)
    .where('id', '=', from.id)
    .where('state', '=', from.state)
    .where('version', '=', from.version)
    .where(guards[guard])
    .returningAll()
    .executeTakeFirst()
}
