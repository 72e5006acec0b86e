import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * What is in force is in the bundle and nowhere else; here are only drafts and what was published. A draft that went leaves
 * its row (`body` null), so that its revisions never begin again and two editors cannot take one for the other.
 */
const tables = [
  `create table pack_drafts (
    tenant text not null references tenants, pack text not null, revision bigint not null, body jsonb,
    bindings jsonb not null, origin text not null, note text not null, saved_at timestamptz not null, saved_by uuid not null,
    primary key (tenant, pack)
  )`,
  `create table pack_versions (
    tenant text not null references tenants, pack text not null, version bigint not null, body jsonb not null,
    bundle_version bigint not null, note text not null, published_at timestamptz not null, published_by uuid,
    primary key (tenant, pack, version)
  )`,
  `alter table devices add column missing_hosts text[] not null default '{}'`,
]

const ownRows = `tenant = (select current_setting('app.tenant', true))`
const mayChange: Record<string, string> = { pack_drafts: 'insert, update', pack_versions: 'insert' }

export const sitePacks: Migration = {
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
