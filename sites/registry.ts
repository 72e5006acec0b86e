import { sitePackSchema } from '../protocol/site-pack.ts'
import type { SitePack } from '../protocol/site-pack.ts'
import practice from './practice/pack.json' with { type: 'json' }
import tryton from './tryton/pack.json' with { type: 'json' }

/** Every built-in site pack; a pack that is not listed here does not exist. */
const sources: readonly unknown[] = [practice, tryton]

export interface CheckedPacks {
  readonly good: readonly SitePack[]
  readonly bad: readonly { readonly id: string; readonly detail: string }[]
}

/** A malformed pack disables itself and says why; the others work (issue 2, bad input). */
export function checkPacks(candidates: readonly unknown[] = sources): CheckedPacks {
  const good: SitePack[] = []
  const bad: { id: string; detail: string }[] = []
  for (const [index, candidate] of candidates.entries()) {
    const parsed = sitePackSchema.safeParse(candidate)
    const id = idOf(candidate) ?? `#${index}`
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      bad.push({ id, detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 500) })
    } else if (good.some((pack) => pack.id === parsed.data.id)) bad.push({ id, detail: 'id: used twice' })
    else good.push(parsed.data)
  }
  return { good, bad }
}

/** The built-in packs with those of a bundle in place of their namesakes; a malformed replacement leaves the built-in. */
export function withReplacements(builtIn: CheckedPacks, replacements: readonly unknown[]): CheckedPacks {
  const checked = checkPacks(replacements)
  const replaced = new Map([...builtIn.good, ...checked.good].map((pack) => [pack.id, pack]))
  return { good: [...replaced.values()], bad: [...builtIn.bad, ...checked.bad] }
}

function idOf(candidate: unknown): string | null {
  if (typeof candidate !== 'object' || candidate === null || !('id' in candidate)) return null
  return typeof candidate.id === 'string' ? candidate.id.slice(0, 100) : null
}
