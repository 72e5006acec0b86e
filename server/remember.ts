/**
 * Answers that are the same for everybody of a tenant: read once for all who ask, and forgotten with the announcement of
 * a change. One that was being read meanwhile goes to those who waited for it, and to nobody after them.
 */
export function remember(mostAgeMs = 5000, now: () => number = Date.now) {
  const tenants = new Map<string, Map<string, { readonly at: number; readonly answer: Promise<unknown> }>>()
  return {
    get<Answer>(tenant: string, key: string, read: () => Promise<Answer>): Promise<Answer> {
      const known = tenants.get(tenant) ?? new Map()
      tenants.set(tenant, known)
      const entry = known.get(key)
      // Each key is read by one caller alone, so what is kept under it is of its type.
      if (entry !== undefined && now() - entry.at < mostAgeMs) return entry.answer as Promise<Answer>
      const answer = read()
      known.set(key, { at: now(), answer })
      answer.catch(() => known.get(key)?.answer === answer && known.delete(key))
      return answer
    },
    forget(tenant: string): void {
      tenants.delete(tenant)
    },
    forgetAll(): void {
      tenants.clear()
    },
  }
}
export type Remembered = ReturnType<typeof remember>
