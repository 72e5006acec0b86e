import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const ownRows = `tenant = (select current_setting('app.tenant', true))`

// One row for each override that counts against a person's own budget; the id is made by the browser.
const statements = [
  `create table override_uses (
    tenant text not null references tenants, id uuid not null, person uuid not null, rule text not null,
    device uuid not null, at timestamptz not null,
    primary key (tenant, id), foreign key (tenant, person) references persons
  )`,
  `create index override_uses_counted on override_uses (tenant, person, rule, at)`,
  `alter table override_uses enable row level security`,
  `alter table override_uses force row level security`,
  `create policy own_rows on override_uses using (${ownRows}) with check (${ownRows})`,
  `grant select, insert on override_uses to countersign_app`,
]

export const overrideUses: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
