import { digest as digestOf } from '../../policy/canonical.ts'
import type { Bundle } from '../../policy/bundle.ts'
import { parseBundle } from '../../policy/parse-bundle.ts'
import { parseBounded } from '../../policy/bounded-json.ts'

export interface Known {
  readonly tenant: string
  readonly floor: { readonly version: number; readonly digest: string } | null
}

export type Verified =
  | { readonly ok: true; readonly bundle: Bundle; readonly digest: string; readonly isNew: boolean }
  | { readonly ok: false; readonly reason: 'MALFORMED' | 'OTHER_TENANT'; readonly detail: string }
  | {
      readonly ok: false
      readonly reason: 'ROLLBACK'
      readonly offered: number
      readonly floor: number
      readonly digest: string
    }
  | {
      readonly ok: false
      readonly reason: 'EQUIVOCATION'
      readonly version: number
      readonly known: string
      readonly offered: string
    }

/**
 * Whether the offered text may become the policy here. Signatures are checked before this parses anything, as soon as
 * the signing role exists: the envelope already carries them, and the text checked here is exactly the text signed.
 */
export async function verifyBundle(payload: string, known: Known): Promise<Verified> {
  const parsed = parseBundle(parseBounded(payload, 24))
  if (!parsed.ok) {
    const [first] = parsed.problems
    return {
      ok: false,
      reason: 'MALFORMED',
      detail: first ? `${first.path}: ${first.message}`.slice(0, 500) : '',
    }
  }
  const { bundle } = parsed
  if (bundle.tenant !== known.tenant) return { ok: false, reason: 'OTHER_TENANT', detail: bundle.tenant }
  if (Number.isNaN(Date.parse(bundle.issuedAt)) || Number.isNaN(Date.parse(bundle.notAfter)))
    return { ok: false, reason: 'MALFORMED', detail: 'issuedAt, notAfter: not a time' }
  const digest = await digestOf(payload)
  const { floor } = known
  if (floor && bundle.version < floor.version)
    return { ok: false, reason: 'ROLLBACK', offered: bundle.version, floor: floor.version, digest }
  if (floor && bundle.version === floor.version && digest !== floor.digest)
    return {
      ok: false,
      reason: 'EQUIVOCATION',
      version: bundle.version,
      known: floor.digest,
      offered: digest,
    }
  return { ok: true, bundle, digest, isNew: floor?.version !== bundle.version }
}
