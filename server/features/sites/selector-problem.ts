import { SelectorType, isTraversal, parse } from 'css-what'
import type { Selector } from 'css-what'

export type SelectorProblem = 'SELECTOR_INVALID' | 'SELECTOR_UNKNOWN_PSEUDO' | 'SELECTOR_COSTLY'

/** What every browser we run in knows. A selector with anything else throws in the page, in the middle of a gesture. */
const pseudos = new Set([
  ...['not', 'is', 'where', 'has', 'root', 'empty', 'checked', 'disabled', 'enabled', 'required', 'optional'],
  ...[
    'first-child',
    'last-child',
    'only-child',
    'nth-child',
    'nth-last-child',
    'first-of-type',
    'last-of-type',
  ],
  ...[
    'only-of-type',
    'nth-of-type',
    'nth-last-of-type',
    'read-only',
    'read-write',
    'placeholder-shown',
    'modal',
  ],
  ...['any-link', 'link', 'lang', 'dir', 'target', 'default', 'indeterminate', 'popover-open', 'scope'],
])
const mostParts = 40
const mostCombinators = 12

/** Null for a selector that a page may run thousands of times without anyone noticing. */
export function selectorProblem(css: string): SelectorProblem | null {
  const parsed = parsedSelector(css)
  if (parsed === null) return 'SELECTOR_INVALID'
  const tokens = parsed.flatMap((part) => flat(part))
  if (tokens.some(({ type }) => type === SelectorType.PseudoElement || type === SelectorType.Parent))
    return 'SELECTOR_INVALID'
  const named = tokens.filter((token) => token.type === SelectorType.Pseudo)
  if (named.some(({ name }) => !pseudos.has(name))) return 'SELECTOR_UNKNOWN_PSEUDO'
  // Looking down (`:has`) from every element that matched, more than once, is where selectors become slow.
  const looksDown = named.filter(({ name }) => name === 'has').length
  const isCostly =
    looksDown > 2 || tokens.length > mostParts || tokens.filter(isTraversal).length > mostCombinators
  return isCostly ? 'SELECTOR_COSTLY' : null
}

function parsedSelector(css: string): Selector[][] | null {
  try {
    return parse(css)
  } catch {
    // The parser says "not a selector" by throwing; its words are for programmers.
    return null
  }
}

function flat(tokens: readonly Selector[]): Selector[] {
  return tokens.flatMap((token) =>
    token.type === SelectorType.Pseudo && Array.isArray(token.data)
      ? [token, ...token.data.flatMap((part) => flat(part))]
      : [token],
  )
}
