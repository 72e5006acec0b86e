import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const ownRows = `tenant = (select current_setting('app.tenant', true))`

const statements = [
  // `others` is the version outside the rings; both it and the one inside are issued again when their leases are.
  `create table policy_rollouts (
    tenant text not null references tenants, id uuid not null, state text not null, version bigint not null,
    others bigint not null, plan jsonb not null, ring int not null, share int not null, listed text[] not null,
    started_by uuid, started_at timestamptz not null, ring_at timestamptz not null, looks int not null,
    halted_at timestamptz, halted_by uuid, halt_reason text not null, cause jsonb, accepted text[] not null,
    closed_at timestamptz, closed_by uuid, closed_version bigint,
    primary key (tenant, id)
  )`,
  `create unique index policy_rollouts_open on policy_rollouts (tenant) where state in ('running', 'halted')`,
  `alter table policy_rollouts enable row level security`,
  `alter table policy_rollouts force row level security`,
  `create policy own_rows on policy_rollouts using (${ownRows}) with check (${ownRows})`,
  `grant select, insert, update on policy_rollouts to countersign_app`,
  `alter table policy_proposals add column rollout jsonb`,
  // What a device ran when it answered a rule: a rollout compares those who run one version with those who run another.
  `create index audit_events_overrides on audit_events (tenant, received_at)
    where type in ('override.given', 'detection.disputed', 'hold.escalated')`,
]

export const rollouts: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
