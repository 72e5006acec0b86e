import type { Bindings } from '../../../protocol/http/packs.ts'
import type { Finding } from '../../../protocol/http/policy.ts'
import type { Change } from '../../database/change.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'
import { checkPack } from './check-pack.ts'
import { writeDraft } from './pack-store.ts'

interface GivenDraft {
  readonly id: string
  readonly revision: number
  readonly pack: unknown
  readonly bindings: Bindings
  readonly origin: string
  readonly note: string
}
export type SavedDraft =
  | { readonly ok: true; readonly revision: number; readonly findings: readonly Finding[] }
  | {
      readonly ok: false
      readonly reason: 'PACK_INVALID' | 'PACK_CONFLICT'
      readonly findings?: readonly Finding[]
    }

/** Saves all of a draft or nothing: what could not be published is never half there. */
export async function saveDraft(
  change: Change,
  who: PersonPrincipal,
  given: GivenDraft,
): Promise<SavedDraft> {
  const { tx, now } = change
  const { tenant, person } = who
  const row = await readBundle(tx, tenant, 'current')
  const workflows = row === undefined ? [] : bundleOf(row).workflows
  const checked = checkPack({ ...given, workflows })
  if (!checked.ok) return { ok: false, reason: 'PACK_INVALID', findings: checked.findings }
  const { id, bindings, origin, note } = given
  const revision = await writeDraft(tx, now, {
    ...{ tenant, pack: id, by: person.id, revision: given.revision },
    ...{ body: checked.pack, bindings, origin, note },
  })
  if (revision === null) return { ok: false, reason: 'PACK_CONFLICT' }
  await recordServerEvent(change, {
    ...{ tenant, type: 'pack.drafted', person: person.id, subject: { site: id } },
    detail: { pack: id, revision, origin },
  })
  return { ok: true, revision, findings: checked.findings }
}
