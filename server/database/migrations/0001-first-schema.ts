import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const tables = [
  `create table tenants (tenant text primary key, name text not null)`,
  `create table persons (
    tenant text not null references tenants, id uuid not null, email text not null, name text not null,
    roles text[] not null, groups text[] not null,
    primary key (tenant, id), unique (tenant, email)
  )`,
  `create table devices (
    tenant text not null references tenants, id uuid not null, person uuid not null, public_key jsonb not null,
    browser text not null, extension_version text not null, enrolled_at timestamptz not null, last_seen_at timestamptz,
    bundle_version bigint, revoked_at timestamptz, contiguous_to bigint not null default 0,
    highest_sequence bigint not null default 0,
    primary key (tenant, id), foreign key (tenant, person) references persons
  )`,
  `create table credentials (
    tenant text not null references tenants, hash text not null unique, kind text not null, person uuid, device uuid,
    label text not null, reusable boolean not null, created_at timestamptz not null, expires_at timestamptz,
    revoked_at timestamptz,
    primary key (tenant, hash), foreign key (tenant, person) references persons,
    foreign key (tenant, device) references devices
  )`,
  `create table bundles (
    tenant text not null references tenants, version bigint not null, payload text not null, digest text not null,
    issued_at timestamptz not null, issued_by uuid, note text not null,
    primary key (tenant, version)
  )`,
  `create table audit_events (
    tenant text not null references tenants, position bigint generated always as identity, id uuid not null, device uuid,
    person uuid, sequence bigint, type text not null, at text not null, received_at timestamptz not null, hold text,
    workflow text, digest text not null, raw bytea not null, body jsonb not null,
    primary key (tenant, position), unique nulls not distinct (tenant, device, id)
  )`,
  `create index audit_events_sequence on audit_events (tenant, device, sequence)`,
  `create index audit_events_hold on audit_events (tenant, hold) where hold is not null`,
  `create table approval_requests (
    tenant text not null references tenants, id uuid not null, state text not null, version bigint not null default 1,
    requester uuid not null, device uuid not null, hold uuid not null, action jsonb not null, digest text not null,
    request_digest text not null, workflow text not null, workflow_name text not null, tier int,
    bundle_version bigint not null, steps jsonb not null, rationale text not null, rollback_plan text not null,
    ticket text not null, note text not null, supersedes uuid, created_at timestamptz not null,
    decide_by timestamptz not null, decided_at timestamptz, decided_by uuid, use_by timestamptz, grant_id uuid,
    receipt jsonb, execution uuid, consumed_at timestamptz,
    primary key (tenant, id), unique (tenant, grant_id), foreign key (tenant, requester) references persons
  )`,
  `create index approval_requests_open on approval_requests (tenant, decide_by) where state in ('pending', 'approved')`,
  `create table explanations (
    tenant text not null references tenants, id text not null, site text not null, account text not null,
    record_type text not null, record_id text not null, operation text not null, digest text not null,
    body jsonb not null, recorded_at timestamptz not null,
    primary key (tenant, id)
  )`,
  `create index explanations_record on explanations (tenant, site, account, record_type, record_id, operation, recorded_at)`,
  `create table counters (
    tenant text not null references tenants, rule text not null, window_start timestamptz not null,
    used double precision not null,
    primary key (tenant, rule, window_start)
  )`,
  `create table reservations (
    tenant text not null references tenants, id uuid not null, rule text not null, amount double precision not null,
    remaining double precision not null, device uuid not null, person uuid not null, window_start timestamptz not null,
    at timestamptz not null,
    primary key (tenant, id)
  )`,
]

// The role exists once a cluster, the schema once a database: another database may have made it already.
const role = [
  `do $$ begin
    create role countersign_app nologin;
  exception when duplicate_object or unique_violation then null;
  end $$`,
  'grant countersign_app to current_user',
  'grant usage on schema public to countersign_app',
]

const clock = `
create function app_now() returns timestamptz language sql stable as $$
    select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, date_trunc('milliseconds', clock_timestamp()))
$$`

const ownRows = `tenant = current_setting('app.tenant', true)`
const extraSight: Record<string, string> = {
  tenants: ` or current_setting('app.lists_tenants', true) = 'on'`,
  credentials: ` or hash = current_setting('app.credential', true)`,
}
const mayChange: Record<string, string> = {
  tenants: 'insert',
  persons: 'insert, update',
  devices: 'insert, update',
  credentials: 'insert, update',
  bundles: 'insert',
  audit_events: 'insert',
  approval_requests: 'insert, update',
  explanations: 'insert',
  counters: 'insert, update',
  reservations: 'insert',
}

export const firstSchema: Migration = {
  async up(database: Kysely<unknown>) {
    const policies = Object.entries(mayChange).flatMap(([table, privileges]) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy own_rows on ${table} using (${ownRows}${extraSight[table] ?? ''}) with check (${ownRows})`,
      `grant select, ${privileges} on ${table} to countersign_app`,
    ])
    for (const statement of [...tables, ...role, clock, ...policies])
      await sql.raw(statement).execute(database)
  },
}
