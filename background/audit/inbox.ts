import { auditDetailSchemas, isAuditType } from '../../protocol/audit/registry.ts'
import type { AuditFact } from '../../protocol/audit/event.ts'
import { auditFactSchema } from '../../protocol/messages/page-message-schema.ts'
import { inboxPrefix } from '../../protocol/messages/page-port.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { record } from './record.ts'

/** A row younger than this may still be followed by its message, which says who sent it. */
const graceMs = 5000
/** What one drain takes at most; the rest waits for the next. */
const mostRows = 1000
const mostCharacters = 1_000_000

/** What a page may state by itself; everything else is recorded by the worker. */
const pageTypes: readonly string[] = ['action.allowed']

/** The message copy of an inbox row: the same event, and the browser said which page sent it. */
export async function takeReported(worker: Worker, stated: AuditFact): Promise<void> {
  if (!isPageFact(stated)) return
  await take(worker, stated, false)
  await worker.environment.browser.storage.local.remove(inboxPrefix + stated.id)
}

/**
 * Moves what pages left in `storage.local` into the outbox. Rows whose message never came are kept as page-reported: a
 * page that navigated away loses nothing, and the record says that nobody vouches for the sender (outbox 1).
 */
export async function drainInbox(worker: Worker): Promise<void> {
  await worker.turns('inbox', async () => {
    const { browser, now } = worker.environment
    const stored: Record<string, unknown> = await browser.storage.local.get(null)
    const keys = Object.keys(stored).filter((key) => key.startsWith(inboxPrefix))
    let left = keys.length
    for (const key of keys.slice(0, mostRows)) {
      const parsed = auditFactSchema.safeParse(stored[key])
      if (!parsed.success || !isPageFact(parsed.data) || inboxPrefix + parsed.data.id !== key) {
        await bury(worker, key, stored[key])
      } else {
        const age = now() - Date.parse(parsed.data.at)
        if (age >= 0 && age < graceMs) continue
        await take(worker, parsed.data, true)
      }
      await browser.storage.local.remove(key)
      left -= 1
    }
    if (left > 0) worker.environment.later(graceMs + 1000, () => run('inbox', drainInbox(worker)))
  })
}

/** Once per id, whichever of row and message comes first, and however often the worker is ended in between. */
async function take(worker: Worker, stated: AuditFact, pageReported: boolean): Promise<void> {
  const { db, environment } = worker
  if (await db.seen.get(stated.id)) return
  try {
    await record(worker, {
      facts: [stated],
      pageReported,
      tables: [db.seen],
      // Throws when another drain was first, which aborts the event with it.
      write: () => db.seen.add({ id: stated.id, at: environment.now() }),
    })
  } catch (error) {
    if (!(await db.seen.get(stated.id))) throw error
  }
}

function isPageFact(stated: AuditFact): boolean {
  return (
    pageTypes.includes(stated.type) &&
    isAuditType(stated.type) &&
    auditDetailSchemas[stated.type].safeParse(stated.detail).success
  )
}

/** Unreadable, so nobody can send it; kept where a person sees that it exists. */
async function bury(worker: Worker, key: string, row: unknown): Promise<void> {
  const text = (JSON.stringify(row) ?? '').slice(0, mostCharacters)
  await worker.db.deadLetters.put({
    id: key,
    reason: 'INBOX_ROW_MALFORMED',
    text,
    at: worker.environment.now(),
  })
}
