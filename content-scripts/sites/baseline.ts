import type { Scalar } from '../../policy/action.ts'
import { resident } from '../resident.ts'

type Values = Map<string, Scalar>

/** Field values as each record was first shown, by record. A page of records keeps the last hundred. */
const shown = new Map<string, { values: Values; isFrozen: boolean }>()

export function baselineOf(record: string): Values | undefined {
  return shown.get(record)?.values
}

/**
 * Takes the values as they are until the rep first touches the record: pages fill their fields after showing them, and
 * many set a value without any event that a person's typing would make.
 */
export function noteShown(record: string, values: Values, isTouched: boolean): void {
  const entry = shown.get(record)
  if (entry?.isFrozen) {
    for (const [name, value] of values) if (!entry.values.has(name)) entry.values.set(name, value)
    return
  }
  shown.delete(record)
  shown.set(record, { values: new Map([...(entry?.values ?? []), ...values]), isFrozen: isTouched })
  for (const oldest of shown.keys()) {
    if (shown.size <= 100) break
    shown.delete(oldest)
  }
}

/** After a settled save, or another record: what is shown next is the new baseline. */
export function forgetShown(record: string): void {
  shown.delete(record)
  resident().early.edited.clear()
}
