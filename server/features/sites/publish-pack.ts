import type { Transaction } from 'kysely'
import type { Policy } from '../../../policy/bundle.ts'
import type { Bindings, PackPublication } from '../../../protocol/http/packs.ts'
import type { Finding, PolicyPublication } from '../../../protocol/http/policy.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import type { Change } from '../../database/change.ts'
import type { Tables } from '../../database/tables.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { loosenedBy } from '../changes/loosened.ts'
import { lockPublication, readBundle } from '../policy/bundle-store.ts'
import { policyOf } from '../policy/policy-of.ts'
import { publish } from '../policy/publish.ts'
import { validatePolicy } from '../policy/validate-policy.ts'
import { openRollout } from '../rollouts/rollout-store.ts'
import { checkPack } from './check-pack.ts'
import { readVersions } from './pack-store.ts'
import { bindingsOf, readPacks } from './pack-view.ts'
import type { Packs } from './pack-view.ts'

type Source = PackPublication['source']
interface Wanted {
  readonly who: PersonPrincipal
  readonly id: string
  readonly note: string
  /** Where nothing was governed before, a new pack can loosen nothing. */
  readonly isAdded?: boolean
}
export type PackChange =
  | { readonly ok: true }
  /** It would let pass what is held today: a second person has to confirm this policy. */
  | { readonly ok: false; readonly reason: 'SECOND_PERSON_NEEDED'; readonly proposal: PolicyPublication }
  | {
      readonly ok: false
      readonly reason: Exclude<ProblemCode, 'SECOND_PERSON_NEEDED'>
      readonly findings?: readonly Finding[]
    }

/** Makes the next bundle, whose `packs` carries the pack and whose register binds its surfaces. */
export async function publishPack(
  change: Change,
  parts: Parts,
  { who, id, note }: Wanted,
  source: Source,
): Promise<PackChange> {
  const { tx } = change
  const { tenant, person } = who
  await lockPublication(tx, tenant)
  const packs = await readPacks(tx, parts, tenant)
  if (packs === null) return { ok: false, reason: 'NO_POLICY' }
  const from = await contentOf(tx, packs, { tenant, id }, source)
  if (!from.ok) return from
  const checked = checkPack({ id, ...from, workflows: packs.bundle.workflows })
  if (!checked.ok) return { ok: false, reason: 'PACK_INVALID', findings: checked.findings }

  const isBuiltIn = source.from === 'built-in'
  const versions = await readVersions(tx, tenant, id)
  const before = [versions[0]?.version, packs.known.get(id)?.version, packs.builtIn.get(id)?.version]
  const version = isBuiltIn ? checked.pack.version : Math.max(0, ...before.map((one) => one ?? 0)) + 1
  const pack = { ...checked.pack, version }
  const isAdded = !packs.known.has(id) && ![...packs.known.values()].some((other) => sharesHost(pack, other))
  const done = await publishWith(change, parts, { who, id, note, isAdded }, (policy) => ({
    ...policy,
    workflows: boundTo(policy.workflows, pack, from.bindings),
    packs: [...othersThan(policy.packs, id), ...(isBuiltIn ? [] : [pack])],
    disabledPacks: (policy.disabledPacks ?? []).filter((one) => one !== id),
  }))
  if (!done.ok) return done
  const bundleVersion = done.version
  await recordServerEvent(change, {
    ...{ tenant, type: 'pack.published', person: person.id, bundleVersion, subject: { site: id } },
    detail: { pack: id, version, source: source.from, note },
  })
  return { ok: true }
}

/** Disabled, a pack governs nothing in any browser; its bindings and versions stay. */
export async function switchPack(
  change: Change,
  parts: Parts,
  { who, id, note }: Wanted,
  isOn: boolean,
): Promise<PackChange> {
  const { tenant, person } = who
  await lockPublication(change.tx, tenant)
  const packs = await readPacks(change.tx, parts, tenant)
  if (packs === null) return { ok: false, reason: 'NO_POLICY' }
  if (!packs.known.has(id)) return { ok: false, reason: 'PACK_UNKNOWN' }
  if (packs.disabled.has(id) !== isOn) return { ok: true }
  const done = await publishWith(change, parts, { who, id, note }, (policy) => {
    const others = (policy.disabledPacks ?? []).filter((one) => one !== id)
    return { ...policy, disabledPacks: isOn ? others : [...others, id] }
  })
  if (!done.ok) return done
  await recordServerEvent(change, {
    ...{ tenant, type: isOn ? 'pack.enabled' : 'pack.disabled', person: person.id },
    ...{ bundleVersion: done.version, subject: { site: id }, detail: { pack: id, note } },
  })
  return { ok: true }
}

async function publishWith(
  { tx, now }: Change,
  parts: Parts,
  { who, note, isAdded = false }: Wanted,
  edit: (policy: Policy) => Policy,
): Promise<{ readonly ok: true; readonly version: number } | Extract<PackChange, { ok: false }>> {
  const { tenant, person } = who
  const row = await readBundle(tx, tenant, 'current')
  if (row === undefined) return { ok: false, reason: 'NO_POLICY' }
  // It would carry to everybody what only the rings of a rollout have.
  if (await openRollout(tx, tenant)) return { ok: false, reason: 'ROLLOUT_OPEN' }
  const validated = validatePolicy(edit(policyOf(row)), parts.packs)
  if (!validated.ok) return { ok: false, reason: 'PACK_INVALID', findings: validated.findings }
  if (!isAdded && (await loosenedBy(tx, tenant, validated.policy)).length > 0) {
    const proposal = { basedOn: row.version, note, policy: validated.policy }
    return { ok: false, reason: 'SECOND_PERSON_NEEDED', proposal }
  }
  const published = await publish(tx, parts, now, {
    ...{ tenant, by: person.id, basedOn: row.version, note, policy: validated.policy },
  })
  return published.ok ? { ok: true, version: published.row.version } : { ok: false, reason: published.reason }
}

type Content = { readonly ok: true; readonly pack: SitePack; readonly bindings: Bindings }

async function contentOf(
  tx: Transaction<Tables>,
  packs: Packs,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  source: Source,
): Promise<Content | Extract<PackChange, { ok: false }>> {
  switch (source.from) {
    case 'draft': {
      const draft = packs.drafts.get(id)
      if (draft?.revision !== source.revision) return { ok: false, reason: 'PACK_CONFLICT' }
      return { ok: true, pack: draft.body, bindings: draft.bindings }
    }
    case 'version': {
      const row = (await readVersions(tx, tenant, id)).find(({ version }) => version === source.version)
      if (row === undefined) return { ok: false, reason: 'PACK_VERSION_UNKNOWN' }
      return { ok: true, pack: row.body, bindings: kept(packs, row.body) }
    }
    case 'built-in': {
      const pack = packs.builtIn.get(id)
      if (pack === undefined) return { ok: false, reason: 'PACK_UNKNOWN' }
      return { ok: true, pack, bindings: kept(packs, pack) }
    }
  }
}

/** Going back to other surfaces keeps the bindings of those that are still there. */
function kept({ bundle }: Packs, pack: SitePack): Bindings {
  const there = new Set(pack.surfaces.map((surface) => surface.id))
  return Object.fromEntries(
    Object.entries(bindingsOf(bundle, pack.id)).filter(([surface]) => there.has(surface)),
  )
}

/** A surface is bound by one workflow; those that are gone are bound by none. */
function boundTo(workflows: Policy['workflows'], pack: SitePack, bindings: Bindings): Policy['workflows'] {
  const there = new Set(pack.surfaces.map((surface) => surface.id))
  const prefix = `${pack.id}/`
  return workflows.map((workflow) => {
    const others = workflow.surfaces.filter((ref) => {
      const surface = ref.startsWith(prefix) ? ref.slice(prefix.length) : null
      return surface === null || (there.has(surface) && !Object.hasOwn(bindings, surface))
    })
    const added = Object.keys(bindings).filter((surface) => bindings[surface] === workflow.id)
    return { ...workflow, surfaces: [...others, ...added.map((surface) => `${prefix}${surface}`)] }
  })
}

function othersThan(packs: readonly unknown[], id: string): unknown[] {
  return packs.filter((pack) => typeof pack !== 'object' || pack === null || Reflect.get(pack, 'id') !== id)
}

/** Two packs on one host decide together what a page is, so a new one there can change what the other governs. */
function sharesHost(left: SitePack, right: SitePack): boolean {
  const names = ({ hosts }: SitePack) => hosts.map((host) => host.replace(/^[^:]+:\/\/|[:/].*$/g, ''))
  const covers = (wide: string, name: string) =>
    wide === name || (wide.startsWith('*.') && (name === wide.slice(2) || name.endsWith(wide.slice(1))))
  return names(left).some((one) => names(right).some((other) => covers(one, other) || covers(other, one)))
}
