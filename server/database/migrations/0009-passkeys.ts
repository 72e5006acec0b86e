import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const tables: Record<string, { readonly create: string; readonly may: string }> = {
  passkeys: {
    create: `create table passkeys (
      tenant text not null references tenants, id text not null, person uuid not null, public_key bytea not null,
      counter bigint not null, label text not null, created_at timestamptz not null, used_at timestamptz,
      removed_at timestamptz,
      primary key (tenant, id), foreign key (tenant, person) references persons
    )`,
    may: 'insert, update',
  },
  // What a person is asked to sign, once: the challenge is made from what they consent to.
  passkey_challenges: {
    create: `create table passkey_challenges (
      tenant text not null references tenants, id uuid not null, person uuid not null, purpose text not null,
      subject text not null, challenge text not null, expires_at timestamptz not null, used_at timestamptz,
      primary key (tenant, id), foreign key (tenant, person) references persons
    )`,
    may: 'insert, update',
  },
}
const ownRows = `tenant = (select current_setting('app.tenant', true))`

export const passkeys: Migration = {
  async up(database: Kysely<unknown>) {
    const statements = Object.entries(tables).flatMap(([table, { create, may }]) => [
      create,
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy own_rows on ${table} using (${ownRows}) with check (${ownRows})`,
      `grant select, ${may} on ${table} to countersign_app`,
    ])
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
