import type { Bundle } from '../policy/bundle.ts'
import { sitePackSchema } from '../protocol/site-pack.ts'
import type { SitePack } from '../protocol/site-pack.ts'
import { problemsOfPack } from './pack-problems.ts'
import lightning from './lightning/pack.json' with { type: 'json' }
import practice from './practice/pack.json' with { type: 'json' }
import roundcube from './roundcube/pack.json' with { type: 'json' }
import tryton from './tryton/pack.json' with { type: 'json' }

/** Every built-in site pack; a pack that is not listed here does not exist. */
const sources: readonly unknown[] = [lightning, practice, roundcube, tryton]

/** What governs, what was wrong, and the ids of what the bundle disabled. */
export interface PacksInForce extends CheckedPacks {
  readonly disabled: readonly string[]
}

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
    const [wrong] = parsed.success
      ? problemsOfPack(parsed.data).map(({ code, path }) => ({ path, message: code }))
      : parsed.error.issues
    if (wrong) bad.push({ id, detail: `${wrong.path.join('.')}: ${wrong.message}`.slice(0, 500) })
    else if (good.some((pack) => pack.id === parsed.data?.id)) bad.push({ id, detail: 'id: used twice' })
    else if (parsed.success) good.push(parsed.data)
  }
  return { good, bad }
}

/**
 * The packs in force under a bundle: the built-in ones, with its own in place of their namesakes or beside them, without
 * those it disables. A malformed pack of a bundle leaves the built-in one.
 */
export function packsOf(
  builtIn: Pick<CheckedPacks, 'good' | 'bad'>,
  { packs, disabledPacks = [] }: Pick<Bundle, 'packs' | 'disabledPacks'>,
): PacksInForce {
  const checked = checkPacks(packs)
  const known = new Map([...builtIn.good, ...checked.good].map((pack) => [pack.id, pack]))
  return {
    good: [...known.values()].filter(({ id }) => !disabledPacks.includes(id)),
    bad: [...builtIn.bad, ...checked.bad],
    disabled: disabledPacks.filter((id) => known.has(id)),
  }
}

function idOf(candidate: unknown): string | null {
  if (typeof candidate !== 'object' || candidate === null || !('id' in candidate)) return null
  return typeof candidate.id === 'string' ? candidate.id.slice(0, 100) : null
}
