import { readValue, writeValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'

export interface Contact {
  readonly ok: boolean
  readonly problem: string | null
}

/** A clock that is further off than this is not believed (trust.md, policy client 10). */
const believable = 3 * 3_600_000

/** Remembers whether the server answers; whoever depends on it is told only when that changed. */
export async function noteContact(worker: Worker, contact: Contact): Promise<void> {
  const { db, environment } = worker
  const now = environment.now()
  const before = await db.transaction('rw', db.values, async () => {
    const known = await readValue(db, 'contact')
    const at = contact.ok ? now : (known?.at ?? 0)
    await writeValue(db, 'contact', { ok: contact.ok, at, problem: contact.problem })
    return known
  })
  if (before?.ok !== contact.ok) worker.contactChanged(contact.ok)
}

/**
 * The mark only ever rises, and only by what is signed: a date header or a beat is whatever the line says, and one lie
 * about the year 2099 would end every lease for good. A timestamp that was just accepted also tells how far this clock is
 * off; another document only says that it is no earlier. Call it inside a transaction that names `values`.
 */
export async function raiseMark(worker: Worker, at: number, isSignedNow: boolean): Promise<void> {
  const known = await readValue(worker.db, 'mark')
  if (at <= (known?.at ?? 0)) return
  const skew = isSignedNow ? worker.environment.now() - at : (known?.skew ?? 0)
  await writeValue(worker.db, 'mark', { at, skew })
}

export async function isOnline(worker: Worker): Promise<boolean> {
  return (await readValue(worker.db, 'contact'))?.ok ?? false
}

/** Network and rounding; a clock that is further behind what it said before was moved. */
const toleranceMs = 60_000

export interface TrustedTime {
  readonly now: number
  /** False when this clock was moved back: it is at least `now`, and nobody knows how much later. */
  readonly isKnown: boolean
  readonly isClockWrong: boolean
}

/**
 * Now, as far as it can be trusted. Signed time is never early, so a clock behind it is put right by it; one ahead of it is
 * believed up to hours, or whoever delays signed answers could hold time still.
 */
export async function trustedTime({ db, environment }: Worker): Promise<TrustedTime> {
  const mark = await readValue(db, 'mark')
  const [at, skew] = [mark?.at ?? 0, mark?.skew ?? 0]
  const clock = environment.now() - (skew < 0 || skew > believable ? skew : 0)
  const isKnown = clock >= at - toleranceMs
  return { now: Math.max(clock, at), isKnown, isClockWrong: !isKnown || Math.abs(skew) > believable }
}

export async function trustedNow(worker: Worker): Promise<number> {
  return (await trustedTime(worker)).now
}
