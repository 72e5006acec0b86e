import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const tables: Record<string, { readonly create: string; readonly may: string }> = {
  // Every document as it was signed: clients that were away are shown the very bytes the others got.
  kill_documents: {
    create: `create table kill_documents (
      tenant text not null references tenants, epoch bigint not null, payload text not null, envelope text not null,
      stops boolean not null, issued_at timestamptz not null,
      primary key (tenant, epoch)
    )`,
    may: 'insert',
  },
  // What a person ordered; the documents above are what is signed of it.
  kill_orders: {
    create: `create table kill_orders (
      tenant text not null references tenants, id uuid not null, scope text not null, reason text not null,
      stopped_by uuid not null, stopped_at timestamptz not null, epoch bigint not null, restarted_by uuid,
      restarted_at timestamptz,
      primary key (tenant, id), foreign key (tenant, stopped_by) references persons
    )`,
    may: 'insert, update',
  },
  kill_restarts: {
    create: `create table kill_restarts (
      tenant text not null references tenants, id uuid not null, kill uuid not null, reason text not null,
      requested_by uuid not null, requested_at timestamptz not null, closed_by uuid, closed_at timestamptz,
      primary key (tenant, id), foreign key (tenant, kill) references kill_orders,
      foreign key (tenant, requested_by) references persons
    )`,
    may: 'insert, update',
  },
  kill_reports: {
    create: `create table kill_reports (
      tenant text not null references tenants, device uuid not null, epoch bigint not null, at timestamptz not null,
      primary key (tenant, device, epoch), foreign key (tenant, device) references devices
    )`,
    may: 'insert',
  },
}
const once = [
  `create unique index kill_orders_in_force on kill_orders (tenant, scope) where restarted_at is null`,
  `create unique index kill_restarts_open on kill_restarts (tenant, kill) where closed_at is null`,
]
const ownRows = `tenant = (select current_setting('app.tenant', true))`

export const kills: Migration = {
  async up(database: Kysely<unknown>) {
    const statements = Object.entries(tables).flatMap(([table, { create, may }]) => [
      create,
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy own_rows on ${table} using (${ownRows}) with check (${ownRows})`,
      `grant select, ${may} on ${table} to countersign_app`,
    ])
    for (const statement of [...statements, ...once]) await sql.raw(statement).execute(database)
  },
}
