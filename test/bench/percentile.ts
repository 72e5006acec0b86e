/** The value that `part` of them are at or below. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN
}
