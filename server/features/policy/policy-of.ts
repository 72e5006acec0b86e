import { bundleSchema, policySchema } from '../../../policy/bundle.ts'
import type { Policy } from '../../../policy/bundle.ts'

const added = new Set(Object.keys(bundleSchema.shape).filter((key) => !(key in policySchema.shape)))

/** A stored bundle without what publishing added: what an administrator edits. */
export function policyOf({ payload }: { readonly payload: string }): Policy {
  const bundle: unknown = JSON.parse(payload)
  const kept = Object.entries(bundle as Record<string, unknown>).filter(([key]) => !added.has(key))
  return policySchema.parse(Object.fromEntries(kept))
}
