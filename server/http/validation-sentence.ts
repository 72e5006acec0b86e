import { say } from '../words.ts'
import type { Params, WordKey } from '../words.ts'

interface Issue {
  readonly keyword?: string
  readonly instancePath?: string
  readonly params?: Readonly<Record<string, unknown>>
}

const sentences: Record<string, WordKey> = {
  invalid_type: 'issue.invalid_type',
  too_big: 'issue.too_big',
  too_small: 'issue.too_small',
  unrecognized_keys: 'issue.unrecognized_keys',
  invalid_format: 'issue.invalid_format',
  invalid_value: 'issue.invalid_value',
}

/** Says in words which field of a request is wrong and how. Names fields, never their values. */
export function sentenceOf(issue: Issue | undefined): string {
  const keyword = issue?.keyword ?? ''
  return say(sentences[keyword] ?? 'issue.other', paramsOf(issue))
}

function paramsOf(issue: Issue | undefined): Params {
  const given = issue?.params ?? {}
  const path = (issue?.instancePath ?? '').slice(1, 200).replaceAll('/', '.')
  return {
    path: path === '' ? say('issue.whole') : path.replace(/[{}]/g, ''),
    expected: text(given['expected'] ?? given['format'] ?? ''),
    limit: text(given['maximum'] ?? given['minimum'] ?? ''),
    keys: text(given['keys'] ?? ''),
    values: text(given['values'] ?? ''),
  }
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.slice(0, 20).map(text).join(', ').slice(0, 300)
  // A brace in a sentence is a placeholder that was not filled; what a stranger calls a key must not look like one.
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, 100).replace(/[{}]/g, '')
    : ''
}
