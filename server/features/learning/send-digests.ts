import { sql } from 'kysely'
import type { Parts } from '../../parts.ts'
import type { Mailer } from '../mail/mailer.ts'
import { digestMail, lastWeek } from './weekly-digest.ts'
import type { Week } from './weekly-digest.ts'

/** Monday morning somewhere; a server that was down then sends when it is up. */
const notBeforeMs = 6 * 3_600_000
const leaseMinutes = 15

/**
 * Mails every administrator what reps decided otherwise last week, once. A row is claimed before anything is sent, so of
 * several nodes one sends; a claim whose node died is taken over, under the same message id, by which a mailbox knows it.
 */
export async function sendDigests(
  parts: Pick<Parts, 'store' | 'newId' | 'origin'>,
  mailer: Mailer,
): Promise<number> {
  const tenants = await parts.store.transact({ listsTenants: true }, (tx) =>
    tx.selectFrom('tenants').select('tenant').execute(),
  )
  let sent = 0
  for (const { tenant } of tenants) {
    const due = await digestDue(parts, tenant)
    for (const to of due?.admins ?? [])
      if (due && (await sendOne(parts, mailer, { tenant, to, ...due }))) sent += 1
  }
  return sent
}

interface Admin {
  readonly id: string
  readonly email: string
}
interface Due {
  readonly week: Week
  readonly mail: { readonly subject: string; readonly text: string }
}

/** What is to be sent and who has not got it; null when it is too early, or there is nothing to say. */
async function digestDue({ store, origin }: Pick<Parts, 'store' | 'origin'>, tenant: string) {
  return store.transact({ tenant }, async (tx, now) => {
    const week = lastWeek(now)
    if (now.getTime() < week.to.getTime() + notBeforeMs) return null
    const admins: Admin[] = await tx
      .selectFrom('persons as person')
      .leftJoin('digest_mails as mail', (join) =>
        join
          .onRef('mail.tenant', '=', 'person.tenant')
          .onRef('mail.person', '=', 'person.id')
          .on('mail.week', '=', week.from),
      )
      .select(['person.id', 'person.email'])
      .where('person.tenant', '=', tenant)
      .where(sql<boolean>`'admin' = any(person.roles)`)
      .where('mail.sent_at', 'is', null)
      .execute()
    if (admins.length === 0) return null
    const mail = await digestMail(tx, tenant, { week, console: origin() })
    return mail && { week, mail, admins }
  })
}

async function sendOne(
  { store, newId, origin }: Pick<Parts, 'store' | 'newId' | 'origin'>,
  mailer: Mailer,
  { tenant, to, week, mail }: Due & { readonly tenant: string; readonly to: Admin },
): Promise<boolean> {
  const claimed = await store.transact({ tenant }, async (tx, now) => {
    const until = new Date(now.getTime() + leaseMinutes * 60_000)
    return tx
      .insertInto('digest_mails')
      .values({ tenant, week: week.from, person: to.id, id: newId(), claimed_until: until, sent_at: null })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'week', 'person'])
          .doUpdateSet({ claimed_until: until })
          .where('digest_mails.sent_at', 'is', null)
          .where('digest_mails.claimed_until', '<=', now),
      )
      .returning('id')
      .executeTakeFirst()
  })
  if (!claimed) return false
  await mailer.send({ to: to.email, ...mail, messageId: `<${claimed.id}@${new URL(origin()).hostname}>` })
  await store.transact({ tenant }, (tx, now) =>
    tx
      .updateTable('digest_mails')
      .set({ sent_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', claimed.id)
      .execute(),
  )
  return true
}
