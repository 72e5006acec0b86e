import { isPin } from '../../policy/trust/root-chain.ts'
import { managedSchema, managedValues } from '../../protocol/managed.ts'
import type { ManagedConfiguration, ManagedProblem, ManagedValue } from '../../protocol/managed.ts'

export type Checked =
  | { readonly ok: true; readonly configuration: ManagedConfiguration }
  | { readonly ok: false; readonly problems: readonly ManagedProblem[] }

const mostCharacters = 20_000

/**
 * All of it or nothing: a configuration of which one value is wrong is not half obeyed. Firefox hands over whatever is in
 * the file; Chromium leaves out what is of another type than its schema says, so what is needed and not there counts too.
 */
export function checkManaged(given: Readonly<Record<string, unknown>>, compiledRoot: string): Checked {
  if (JSON.stringify(given).length > mostCharacters)
    return { ok: false, problems: [{ value: '', reason: 'TOO_LARGE' }] }
  const problems = [
    ...Object.entries(given).flatMap(([value, written]) => problemWith(value, written)),
    ...missingFrom(given, compiledRoot).map((value) => ({ value, reason: 'MISSING' as const })),
  ]
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, configuration: managedSchema.parse(given) }
}

function problemWith(value: string, written: unknown): ManagedProblem[] {
  if (!Object.hasOwn(managedValues, value)) return [{ value: value.slice(0, 100), reason: 'UNKNOWN' }]
  const isRight = managedValues[value as ManagedValue].safeParse(written).success
  return isRight ? [] : [{ value, reason: 'INVALID' }]
}

/** A token without the person it is for enrols nobody, and nobody is trusted only because he answers. */
function missingFrom(given: Readonly<Record<string, unknown>>, compiledRoot: string): ManagedValue[] {
  const has = (value: ManagedValue) => given[value] !== undefined
  const token = given['enrolmentToken']
  const comesWithRoot = has('rootFingerprint') || isPin(compiledRoot)
  const tokenTellsRoot = typeof token === 'string' && token.includes('.')
  return [
    ...(has('serverUrl') ? [] : (['serverUrl'] as const)),
    ...(has('enrolmentToken') && !has('person') ? (['person'] as const) : []),
    ...(has('person') && !has('enrolmentToken') ? (['enrolmentToken'] as const) : []),
    ...(has('enrolmentToken') && !comesWithRoot && !tokenTellsRoot ? (['rootFingerprint'] as const) : []),
  ]
}
