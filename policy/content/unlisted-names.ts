import type { Match } from '../decision.ts'

/** A word that is part of a name: it begins with a capital letter, as 3M does after its digit, and ends before ’s. */
const word = String.raw`(?:\p{N}*-?[\p{Lu}\p{Lt}])(?:[\p{L}\p{N}\p{M}&.\-]|[’'](?!s\b))*`
const name = new RegExp(String.raw`${word}(?: +(?:${word}|\p{N}+))*`, 'uy')
/** What may stand between two words of one sentence. */
const gap = String.raw`(?:(?!\n\s*\n)[^\p{L}\p{N}.!?;])`
/** Between a term and the first name: at most three words in small letters. */
const lead = new RegExp(String.raw`(?:${gap}+(?!and\b|or\b)\p{Ll}[\p{L}’']*){0,3}${gap}+`, 'uy')
const between = new RegExp(String.raw`(?:${gap}*(?:[,&/+]|\b(?:and|or)\b))+${gap}*`, 'uy')

/**
 * Of the places where a term is found, those where a name follows it that is in no hit of `listed`: "our partner Globex",
 * "trusted by Acme and Globex" (F25, F27). The match reaches to the end of the first such name. A name in small letters, or
 * in a script that has no capital ones, is not seen.
 */
export function unlistedNames(found: readonly Match[], text: string, listed: readonly Match[]): Match[] {
  return found.flatMap((match) => {
    const end = endOfUnlisted(text, match.end, listed)
    return end === null ? [] : [{ ...match, end, text: text.slice(match.start, end) }]
  })
}

function endOfUnlisted(text: string, from: number, listed: readonly Match[]): number | null {
  for (let start = after(lead, text, from), end; start !== null; start = after(between, text, end)) {
    const first = start
    end = after(name, text, first)
    if (end === null) return null
    // A full stop is the sentence's.
    const last = first + text.slice(first, end).replace(/[.’'-]+$/u, '').length
    if (!listed.some((hit) => hit.start <= first && hit.end >= last)) return last
  }
  return null
}

/** Where the pattern ends that begins at a place; null where it does not begin. */
function after(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : null
}
