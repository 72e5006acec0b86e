import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const ownRows = `tenant = (select current_setting('app.tenant', true))`

// The secret itself is a credential of kind `fleet`; here is what it may be used for, and how often it was.
const statements = [
  `create table fleet_tokens (
    tenant text not null references tenants, id uuid not null, hash text not null, label text not null,
    member_of text, domain text, most_uses int not null, uses int not null default 0, made_by uuid not null,
    made_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz,
    primary key (tenant, id), unique (tenant, hash), foreign key (tenant, hash) references credentials,
    foreign key (tenant, made_by) references persons
  )`,
  `alter table devices add column fleet_token uuid`,
  `alter table fleet_tokens enable row level security`,
  `alter table fleet_tokens force row level security`,
  `create policy own_rows on fleet_tokens using (${ownRows}) with check (${ownRows})`,
  `grant select, insert, update on fleet_tokens to countersign_app`,
]

export const fleetTokens: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
