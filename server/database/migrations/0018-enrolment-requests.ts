import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const ownRows = `tenant = (select current_setting('app.tenant', true))`

// Asked by browsers nobody knows yet. A row is of use for minutes and is taken away after a day.
const statements = [
  `create table enrolment_requests (
    tenant text not null references tenants, id uuid not null, state text not null, secret_hash text not null,
    device uuid not null, public_key jsonb not null, browser text not null, extension_version text not null,
    root text not null, commitment text not null, nonce text, wrong_codes int not null default 0,
    asked_at timestamptz not null, expires_at timestamptz not null, person uuid, decided_at timestamptz, code_hash text,
    primary key (tenant, id), foreign key (tenant, person) references persons
  )`,
  `create index enrolment_requests_age on enrolment_requests (tenant, expires_at)`,
  `alter table enrolment_requests enable row level security`,
  `alter table enrolment_requests force row level security`,
  `create policy own_rows on enrolment_requests using (${ownRows}) with check (${ownRows})`,
  `grant select, insert, update, delete on enrolment_requests to countersign_app`,
  `alter table credentials add column key_thumbprint text`,
]

export const enrolmentRequests: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
