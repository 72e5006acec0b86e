import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * What runs at every request, as functions: PostgreSQL keeps the plans of statements inside them, and planning was most of
 * their cost (authentication 5.6 against 1.3 ms of CPU on the embedded store). They run with the rights of whoever calls,
 * so row-level security bites inside as well.
 */
const functions = [
  `create function app_authenticate(given text) returns jsonb language plpgsql as $$
  declare
    credential credentials;
    person persons;
  begin
    select * into credential from credentials where hash = given;
    if not found then return null; end if;
    perform set_config('app.tenant', credential.tenant, true);
    select * into person from persons where tenant = credential.tenant and id = credential.person;
    return jsonb_build_object(
      'tenant', credential.tenant, 'kind', credential.kind, 'label', credential.label, 'device', credential.device,
      'revoked', credential.revoked_at is not null,
      'expiresAt', extract(epoch from credential.expires_at) * 1000,
      'person', case when person.id is null then null else jsonb_build_object(
        'id', person.id, 'name', person.name, 'email', person.email, 'roles', person.roles, 'groups', person.groups) end);
  end $$`,
  // A batch that follows the one before it without a hole, which is nearly every batch: stored and marked in one go.
  // Answers null, with nothing stored, for any other.
  // Lists of what cannot hold a separator come as one text: quoting every element is what made long arrays slow.
  `create function app_append_events(of_tenant text, of_device uuid, of_person uuid, version bigint, first bigint,
    ids text, types text[], ats text[], holds text[], workflows text[], digests text, raws text)
  returns bigint language plpgsql as $$
  declare
    mark devices;
    last bigint := first + array_length(types, 1) - 1;
    arrived timestamptz := app_now();
  begin
    select * into mark from devices where tenant = of_tenant and id = of_device for update;
    if mark.contiguous_to <> mark.highest_sequence or first <> mark.contiguous_to + 1 then return null; end if;
    insert into audit_events
      (tenant, id, device, person, sequence, type, at, received_at, hold, workflow, digest, raw, body)
    select of_tenant, id::uuid, of_device, of_person, first + nth - 1, type, at, arrived, hold, workflow, digest,
      convert_to(raw, 'UTF8'), raw::jsonb
    from unnest(string_to_array(ids, E'\\x1e'), types, ats, holds, workflows, string_to_array(digests, E'\\x1e'),
      string_to_array(raws, E'\\x1e')) with ordinality as given (id, type, at, hold, workflow, digest, raw, nth);
    update devices set contiguous_to = last, highest_sequence = last, last_seen_at = arrived,
      bundle_version = coalesce(version, bundle_version)
      where tenant = of_tenant and id = of_device;
    return last;
  end $$`,
]

// As a subquery the tenant is read once a statement; as a bare call it was read once a row.
const ownRows = `tenant = (select current_setting('app.tenant', true))`
const extraSight: Record<string, string> = {
  tenants: ` or (select current_setting('app.lists_tenants', true)) = 'on'`,
  credentials: ` or hash = (select current_setting('app.credential', true))`,
}
const tables = [
  ...[
    'tenants',
    'persons',
    'devices',
    'credentials',
    'bundles',
    'audit_events',
    'approval_requests',
    'explanations',
  ],
  ...['counters', 'reservations'],
]

export const cachedPlans: Migration = {
  async up(database: Kysely<unknown>) {
    const policies = tables.map(
      (table) =>
        `alter policy own_rows on ${table} using (${ownRows}${extraSight[table] ?? ''}) with check (${ownRows})`,
    )
    for (const statement of [...functions, ...policies]) await sql.raw(statement).execute(database)
  },
}
