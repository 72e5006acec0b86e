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
 * about the year 2099 would end every lease for good. Call it inside a transaction that names `values`.
 */
export async function raiseMark(worker: Worker, at: number): Promise<void> {
  const known = await readValue(worker.db, 'mark')
  if (at > (known?.at ?? 0)) await writeValue(worker.db, 'mark', { at, skew: worker.environment.now() - at })
}

export async function isOnline(worker: Worker): Promise<boolean> {
  return (await readValue(worker.db, 'contact'))?.ok ?? false
}

/** Now, as far as it can be trusted: never before the mark, and by signed time where this clock was far off it. */
export async function trustedNow(worker: Worker): Promise<number> {
  const { db, environment } = worker
  const mark = await readValue(db, 'mark')
  const skew = mark?.skew ?? 0
  const clock = Math.abs(skew) > believable ? environment.now() - skew : environment.now()
  return Math.max(clock, mark?.at ?? 0)
}

/** Whether this machine's clock is so far from signed time that a person should mend it. */
export async function isClockWrong(worker: Worker): Promise<boolean> {
  return Math.abs((await readValue(worker.db, 'mark'))?.skew ?? 0) > believable
}
