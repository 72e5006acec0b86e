import { policySchema, type Policy } from '../../../policy/bundle.ts'
import { z } from '../../../policy/zod.ts'
import type { PolicyDraft } from '../../../protocol/http/change-control.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'

const key = 'policy-draft'
const draftSchema = z.strictObject({
  basedOn: z.int(),
  text: z.string(),
  note: z.string(),
  revision: z.int(),
  base: z.optional(z.strictObject({ text: z.string(), note: z.string() })),
})
/**
 * A policy text in progress. `basedOn` is the version it was started from, `revision` the saved draft of all administrators
 * that it follows (0 = none), `base` what that said: from there two people's changes are put together.
 */
export type Draft = z.infer<typeof draftSchema>

/** What was typed and not yet saved, for this tab: it outlives a reload, a sign-in and an error of the page. */
export function keepDraft(draft: Draft): void {
  sessionStorage.setItem(key, JSON.stringify(draft))
}

/** Where an edit begins: the draft all administrators share, else the policy in force. */
export function draftFrom(current: PolicyDocument, saved: PolicyDraft | null): Draft {
  if (saved) {
    const { basedOn, text, note, revision } = saved
    return { basedOn, text, note, revision, base: { text, note } }
  }
  const text = textOfPolicy(current.policy)
  return { basedOn: current.version, text, note: '', revision: 0, base: { text, note: '' } }
}

export function dropDraft(): void {
  sessionStorage.removeItem(key)
}

export function keptDraft(): Draft | null {
  const text = sessionStorage.getItem(key)
  if (text === null) return null
  try {
    const parsed = draftSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    // Written by something else than `keepDraft`: there is no draft to show.
    return null
  }
}

export function textOfPolicy(policy: Policy): string {
  return JSON.stringify(policy, null, 2)
}

/** null while the text is no policy; whether its rules are sound is what the findings say. */
export function policyOfText(text: string): Policy | null {
  try {
    const parsed = policySchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    // Half-typed text is no policy yet.
    return null
  }
}
