import type { Transaction } from 'kysely'
import type { Bundle } from '../../../policy/bundle.ts'
import type { Bindings, PackDetail, PackState, PackSummary } from '../../../protocol/http/packs.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import { packsOf } from '../../../sites/registry.ts'
import type { Tables } from '../../database/tables.ts'
import type { Parts } from '../../parts.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'
import { devicesWithoutHosts, readDrafts, readVersions } from './pack-store.ts'
import type { Draft, HostlessDevice, VersionRow } from './pack-store.ts'

/** Everything there is to say about the packs of a tenant, read in one transaction. */
export interface Packs {
  readonly bundle: Bundle
  readonly builtIn: ReadonlyMap<string, SitePack>
  /** In force, or what would be if it were not disabled. */
  readonly known: ReadonlyMap<string, SitePack>
  readonly disabled: ReadonlySet<string>
  readonly drafts: ReadonlyMap<string, Draft>
  readonly devices: readonly HostlessDevice[]
}

/** null while the tenant has no policy: there is no bundle a pack could travel in. */
export async function readPacks(
  tx: Transaction<Tables>,
  { packs }: Pick<Parts, 'packs'>,
  tenant: string,
): Promise<Packs | null> {
  const row = await readBundle(tx, tenant, 'current')
  if (row === undefined) return null
  const bundle = bundleOf(row)
  const known = packsOf({ good: packs, bad: [] }, { packs: bundle.packs }).good
  const drafts = await readDrafts(tx, tenant)
  return {
    bundle,
    builtIn: new Map(packs.map((pack) => [pack.id, pack])),
    known: new Map(known.map((pack) => [pack.id, pack])),
    disabled: new Set(bundle.disabledPacks),
    drafts: new Map(drafts.map((draft) => [draft.pack, draft])),
    devices: await devicesWithoutHosts(tx, tenant),
  }
}

export function summariesOf(packs: Packs): PackSummary[] {
  const ids = new Set([...packs.known.keys(), ...packs.drafts.keys()])
  return [...ids]
    .flatMap((id) => summaryOf(packs, id) ?? [])
    .toSorted((left, right) => left.name.localeCompare(right.name))
}

export async function detailOf(
  tx: Transaction<Tables>,
  packs: Packs,
  tenant: string,
  id: string,
): Promise<Omit<PackDetail, 'proposal'> | null> {
  const summary = summaryOf(packs, id)
  if (summary === null) return null
  const draft = packs.drafts.get(id)
  const hosts = new Set(packs.known.get(id)?.hosts)
  return {
    ...summary,
    bundleVersion: packs.bundle.version,
    pack: packs.known.get(id) ?? null,
    builtIn: packs.builtIn.get(id) ?? null,
    bindings: bindingsOf(packs.bundle, id),
    draft: draft === undefined ? null : { ...draftView(draft), pack: draft.body, bindings: draft.bindings },
    versions: (await readVersions(tx, tenant, id)).map(versionView),
    devices: packs.devices.flatMap((device) => {
      const missing = device.missing_hosts.filter((host) => hosts.has(host))
      return missing.length === 0
        ? []
        : [
            {
              device: device.id,
              person: { id: device.person, name: device.name, email: device.email },
              lastSeenAt: device.last_seen_at?.toISOString() ?? null,
              hosts: missing,
            },
          ]
    }),
  }
}

export function versionView(row: VersionRow) {
  return {
    version: row.version,
    bundleVersion: row.bundle_version,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.published_by === null ? null : { id: row.published_by, name: row.name ?? '' },
    note: row.note,
  }
}

/** The register's bindings of the surfaces of one pack. */
export function bindingsOf({ workflows }: Pick<Bundle, 'workflows'>, id: string): Bindings {
  const prefix = `${id}/`
  return Object.fromEntries(
    workflows.flatMap((workflow) =>
      workflow.surfaces
        .filter((ref) => ref.startsWith(prefix))
        .map((ref) => [ref.slice(prefix.length), workflow.id] as const),
    ),
  )
}

function summaryOf(packs: Packs, id: string): PackSummary | null {
  const draft = packs.drafts.get(id)
  const known = packs.known.get(id)
  const shown = known ?? draft?.body
  if (shown === undefined) return null
  return {
    ...{ id, name: shown.name, hosts: shown.hosts, surfaces: shown.surfaces.length },
    state: stateOf(packs, id),
    isBuiltIn: packs.builtIn.has(id),
    version: known?.version ?? null,
    draft: draft === undefined ? null : draftView(draft),
    without: packs.devices.filter(({ missing_hosts }) =>
      missing_hosts.some((host) => known?.hosts.includes(host)),
    ).length,
  }
}

function stateOf({ known, builtIn, disabled }: Packs, id: string): PackState {
  const inForce = known.get(id)
  if (inForce === undefined) return 'draft'
  if (disabled.has(id)) return 'disabled'
  return builtIn.get(id) === inForce ? 'built-in' : 'published'
}

function draftView({ revision, savedAt, savedBy, origin, note }: Draft) {
  return { revision, savedAt: savedAt.toISOString(), savedBy, origin, note }
}
