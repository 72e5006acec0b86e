import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'

interface Signer {
  readonly email: string
  readonly groups: readonly string[]
}

/** An approver is named as a group or as one person's address. */
export function isApprover(person: Signer, approvers: readonly string[]): boolean {
  return approvers.some((name) => person.groups.includes(name) || name.toLowerCase() === person.email)
}

/** Whether anybody but the requester could sign: a request nobody can decide would only wait to expire (F50). */
export async function hasApprover(
  tx: Transaction<Tables>,
  tenant: string,
  requester: string,
  approvers: readonly string[],
): Promise<boolean> {
  const found = await tx
    .selectFrom('persons')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '!=', requester)
    .where(
      sql<boolean>`(groups && ${[...approvers]}::text[] or email = any(${approvers.map((name) => name.toLowerCase())}::text[]))`,
    )
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
