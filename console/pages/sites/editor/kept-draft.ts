import { z } from '../../../../policy/zod.ts'
import { bindingsSchema, type Bindings } from '../../../../protocol/http/packs.ts'

const keptSchema = z.strictObject({ revision: z.int(), pack: z.unknown(), bindings: bindingsSchema })

/** What is in the editor. `pack` may be half typed, so it is anything; only a sound one can be saved. */
export interface Draft {
  /** The saved draft it continues; 0 = there was none. */
  readonly revision: number
  readonly pack: unknown
  readonly bindings: Bindings
}

const keyOf = (id: string) => `pack-draft:${id}`

/** Kept for this tab: it outlives a reload, a sign-in and an error of the page. */
export function keepDraft(id: string, draft: Draft): void {
  sessionStorage.setItem(keyOf(id), JSON.stringify(draft))
}

export function dropDraft(id: string): void {
  sessionStorage.removeItem(keyOf(id))
}

export function keptDraft(id: string): Draft | null {
  const text = sessionStorage.getItem(keyOf(id))
  if (text === null) return null
  try {
    const parsed = keptSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    // Written by something else than `keepDraft`: there is no draft to show.
    return null
  }
}
