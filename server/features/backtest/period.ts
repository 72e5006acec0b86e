export interface Period {
  readonly from: Date
  readonly to: Date
}

/** null when one of them is no time a database can hold. */
export function periodOf(given: { readonly from: string; readonly to: string }): Period | null {
  const [from, to] = [new Date(given.from), new Date(given.to)]
  return [from, to].every(isTime) ? { from, to } : null
}

function isTime(time: Date): boolean {
  return !Number.isNaN(time.getTime()) && Math.abs(time.getUTCFullYear()) <= 9999
}
