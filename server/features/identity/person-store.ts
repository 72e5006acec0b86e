import type { Transaction } from 'kysely'
import type { Role } from '../../../protocol/http/session.ts'
import type { Tables } from '../../database/tables.ts'

export type PersonRow = Tables['persons']

export async function findPerson(
  tx: Transaction<Tables>,
  tenant: string,
  email: string,
): Promise<PersonRow | undefined> {
  return tx
    .selectFrom('persons')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst()
}

export interface KnownPerson {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

/** What the identity provider says about a person replaces what was known (F90). */
export async function savePerson(
  tx: Transaction<Tables>,
  tenant: string,
  person: KnownPerson,
  id: string,
): Promise<PersonRow> {
  const known = { name: person.name, roles: [...person.roles], groups: [...person.groups] }
  return tx
    .insertInto('persons')
    .values({ tenant, id, email: person.email.toLowerCase(), ...known })
    .onConflict((conflict) => conflict.columns(['tenant', 'email']).doUpdateSet(known))
    .returningAll()
    .executeTakeFirstOrThrow()
}
