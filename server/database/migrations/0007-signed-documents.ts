import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const tables = [
  // What was published before there were signatures is issued again, signed, when the server starts.
  `alter table bundles add column signatures text not null default '[]'`,
  // The version an administrator wrote, where this one only renews its lease.
  `alter table bundles add column renews bigint`,
  `create table trust_roots (
    tenant text not null references tenants, version bigint not null, digest text not null, envelope text not null,
    primary key (tenant, version)
  )`,
  `create table trust_timestamps (
    tenant text not null primary key references tenants, version bigint not null, envelope text not null,
    issued_at timestamptz not null, not_after timestamptz not null
  )`,
]

const ownRows = `tenant = (select current_setting('app.tenant', true))`
const mayChange: Record<string, string> = {
  trust_roots: 'insert',
  trust_timestamps: 'insert, update',
}

export const signedDocuments: Migration = {
  async up(database: Kysely<unknown>) {
    const policies = Object.entries(mayChange).flatMap(([table, privileges]) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy own_rows on ${table} using (${ownRows}) with check (${ownRows})`,
      `grant select, ${privileges} on ${table} to countersign_app`,
    ])
    for (const statement of [...tables, ...policies]) await sql.raw(statement).execute(database)
  },
}
