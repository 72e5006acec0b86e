import { readValue, writeValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'

export interface Contact {
  readonly ok: boolean
  /** What the server said the time is, epoch ms; NaN when it did not say. */
  readonly serverTime?: number
  readonly problem: string | null
}

/** A clock that is further off than this is not believed (trust.md, policy client 10). */
const believable = 3 * 3_600_000

/** Remembers whether the server answers; whoever depends on it is told only when that changed. */
export async function noteContact(worker: Worker, contact: Contact): Promise<void> {
  const { db, environment } = worker
  const now = environment.now()
  const serverTime =
    contact.serverTime !== undefined && Number.isFinite(contact.serverTime) ? contact.serverTime : null
  const before = await db.transaction('rw', db.values, async () => {
    const known = await readValue(db, 'contact')
    await writeValue(db, 'contact', {
      ok: contact.ok,
      at: contact.ok ? now : (known?.at ?? 0),
      skew: serverTime === null ? (known?.skew ?? 0) : now - serverTime,
      problem: contact.problem,
    })
    if (serverTime !== null) await raiseMark(worker, serverTime)
    return known
  })
  if (before?.ok !== contact.ok) worker.contactChanged(contact.ok)
}

/** The mark only ever rises; call it inside a transaction that names `values`. */
export async function raiseMark(worker: Worker, at: number): Promise<void> {
  const known = (await readValue(worker.db, 'mark'))?.at ?? 0
  if (at > known) await writeValue(worker.db, 'mark', { at })
}

export async function isOnline(worker: Worker): Promise<boolean> {
  return (await readValue(worker.db, 'contact'))?.ok ?? false
}

/** Now, as far as it can be trusted: never before the mark, and by the server's clock where ours is far off. */
export async function trustedNow(worker: Worker): Promise<number> {
  const { db, environment } = worker
  const skew = (await readValue(db, 'contact'))?.skew ?? 0
  const clock = Math.abs(skew) > believable ? environment.now() - skew : environment.now()
  return Math.max(clock, (await readValue(db, 'mark'))?.at ?? 0)
}
