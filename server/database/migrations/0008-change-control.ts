import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const tables: Record<string, { readonly create: string; readonly may: string }> = {
  // One text that all administrators work on; `revision` tells whose save came first.
  policy_drafts: {
    create: `create table policy_drafts (
      tenant text not null references tenants, based_on bigint not null, body text not null, note text not null,
      revision bigint not null, editors uuid[] not null, saved_by uuid not null, saved_at timestamptz not null,
      primary key (tenant), foreign key (tenant, saved_by) references persons
    )`,
    may: 'insert, update, delete',
  },
  policy_proposals: {
    create: `create table policy_proposals (
      tenant text not null references tenants, id uuid not null, state text not null, based_on bigint not null,
      policy text not null, digest text not null, loosenings jsonb not null, note text not null,
      author uuid not null, authors uuid[] not null, created_at timestamptz not null, closed_by uuid,
      closed_at timestamptz, version bigint,
      primary key (tenant, id), foreign key (tenant, author) references persons
    )`,
    may: 'insert, update',
  },
  proposal_comments: {
    create: `create table proposal_comments (
      tenant text not null references tenants, id uuid not null, proposal uuid not null, person uuid not null,
      body text not null, at timestamptz not null,
      primary key (tenant, id), foreign key (tenant, proposal) references policy_proposals,
      foreign key (tenant, person) references persons
    )`,
    may: 'insert',
  },
}
const index = `create unique index policy_proposals_open on policy_proposals (tenant) where state = 'open'`
const ownRows = `tenant = (select current_setting('app.tenant', true))`

export const changeControl: Migration = {
  async up(database: Kysely<unknown>) {
    const statements = Object.entries(tables).flatMap(([table, { create, may }]) => [
      create,
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy own_rows on ${table} using (${ownRows}) with check (${ownRows})`,
      `grant select, ${may} on ${table} to countersign_app`,
    ])
    for (const statement of [...statements, index]) await sql.raw(statement).execute(database)
  },
}
