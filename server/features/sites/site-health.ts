import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { SiteTrouble } from '../../../protocol/http/site-health.ts'
import type { Tables } from '../../database/tables.ts'
import type { Packs } from './pack-view.ts'

const week = 7 * 86_400_000
/** A large fleet says the same thousands of times; what the newest of these say is what an administrator mends. */
const mostReports = 20_000
const mostAccounts = 10

interface Row {
  readonly site: string
  readonly surface: string
  readonly accounts: (string | null)[]
  readonly devices: number
  readonly first_at: Date
  readonly last_at: Date
  readonly latest: { readonly missing?: string[]; readonly fingerprint?: string }
  readonly version: number | null
  readonly published_at: Date | null
  readonly caught_up: number
}

/** What is degraded by the record, and whether a pack published since has an answer to it. */
export async function readSiteHealth(
  tx: Transaction<Tables>,
  packs: Packs,
  tenant: string,
  now: Date,
): Promise<SiteTrouble[]> {
  const since = new Date(now.getTime() - week)
  const { rows } = await sql<Row>`
    with report as (
      select device, received_at, position, body->'detail' as detail,
        body->'subject'->>'site' as site, body->'subject'->>'surface' as surface,
        body->'subject'->>'account' as account, coalesce((body->>'bundleVersion')::int, 0) as bundle_version
      from audit_events
      where tenant = ${tenant} and type = 'surface.degraded' and received_at > ${since} and device is not null
      order by received_at desc
      limit ${mostReports}
    ), trouble as (
      select site, surface, array_agg(distinct account) as accounts, array_agg(distinct device) as reporters,
        min(received_at) as first_at, max(received_at) as last_at, max(bundle_version) as bundle_version
      from report
      where site is not null and surface is not null
      group by site, surface
    )
    select trouble.site, trouble.surface, accounts, first_at, last_at, latest.detail as latest,
      cardinality(reporters) as devices, mending.version, mending.published_at,
      (select count(*)::int from devices
       where devices.tenant = ${tenant} and devices.id = any(reporters)
         and devices.bundle_version >= mending.bundle_version) as caught_up
    from trouble
    join lateral (
      select detail from report
      where report.site = trouble.site and report.surface = trouble.surface
      order by position desc
      limit 1
    ) as latest on true
    left join lateral (
      select version, published_at, bundle_version from pack_versions
      where pack_versions.tenant = ${tenant} and pack_versions.pack = trouble.site
        and pack_versions.bundle_version > trouble.bundle_version
      order by version desc
      limit 1
    ) as mending on true
    order by (mending.version is not null), last_at desc, trouble.site, trouble.surface
    limit 200`.execute(tx)
  return rows.flatMap((row) => troubleOf(packs, row) ?? [])
}

/** Of sites that are governed now: a report names what a page of the moment said, and nothing else is taken from it. */
function troubleOf(packs: Packs, row: Row): SiteTrouble | null {
  const { site, surface, latest, version, published_at } = row
  const pack = packs.known.get(site)
  if (pack === undefined || packs.disabled.has(site)) return null
  return {
    ...{ site, siteName: pack.name, surface },
    surfaceName: pack.surfaces.find(({ id }) => id === surface)?.name ?? surface,
    accounts: row.accounts.flatMap((account) => account ?? []).slice(0, mostAccounts),
    missing: latest.missing ?? [],
    fingerprint: latest.fingerprint ?? null,
    devices: row.devices,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    mended:
      version === null || published_at === null
        ? null
        : { version, publishedAt: published_at.toISOString(), devices: row.caught_up },
  }
}
