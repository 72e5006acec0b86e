import type { Transaction } from 'kysely'
import type { Bundle } from '../../../policy/bundle.ts'
import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import { checkPacks } from '../../../sites/registry.ts'
import type { Tables } from '../../database/tables.ts'
import { readDrafts, writeDraft } from './pack-store.ts'

interface Kept {
  readonly tenant: string
  readonly by: string | null
  readonly note: string
  readonly bundleVersion: number
  readonly before: readonly unknown[]
  readonly after: Bundle['packs']
}

/**
 * Remembers every pack that a bundle changes, whoever published it and in how many steps: at the Sites pages, as JSON in
 * the policy, or confirmed by a second person. A draft that is now in force is no draft any more.
 */
export async function keepPackVersions(tx: Transaction<Tables>, now: Date, given: Kept): Promise<void> {
  const { tenant, by, note, bundleVersion } = given
  const known = new Set(given.before.map(textOf))
  const changed = checkPacks(given.after.filter((pack) => !known.has(textOf(pack)))).good
  for (const pack of changed) {
    await tx
      .insertInto('pack_versions')
      .values({
        ...{ tenant, pack: pack.id, version: pack.version, body: JSON.stringify(pack), note },
        ...{ bundle_version: bundleVersion, published_at: now, published_by: by },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const [draft] = await readDrafts(tx, tenant, pack.id)
    if (draft && sameContent(draft.body, pack))
      await writeDraft(tx, now, { ...draft, tenant, by: by ?? draft.savedBy.id, body: null })
  }
}

/** The number is given at publication, so a draft never has it. */
function sameContent(left: SitePack, right: SitePack): boolean {
  return textOf({ ...left, version: 0 }) === textOf({ ...right, version: 0 })
}

function textOf(pack: unknown): string {
  return canonical(pack as Json)
}
