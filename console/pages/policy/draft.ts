import { policySchema, type Policy } from '../../../policy/bundle.ts'
import { z } from '../../../policy/zod.ts'

const key = 'policy-draft'
const draftSchema = z.strictObject({
  basedOn: z.int(),
  text: z.string(),
  note: z.string(),
  revision: z.int(),
})
/**
 * A policy text in progress. `basedOn` is the version it was started from, `revision` the saved draft of all administrators
 * that it follows (0 = none).
 */
export type Draft = z.infer<typeof draftSchema>

/** What was typed and not yet saved, for this tab: it outlives a reload, a sign-in and an error of the page. */
export function keepDraft(draft: Draft): void {
  sessionStorage.setItem(key, JSON.stringify(draft))
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
