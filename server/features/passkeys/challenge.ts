import { randomBytes } from 'node:crypto'
import { canonical } from '../../../policy/canonical.ts'
import type { ConsentPurpose } from '../../../protocol/http/passkeys.ts'
import type { Change } from '../../database/change.ts'
import { hashOf } from '../../http/principal.ts'
import type { PersonPrincipal } from '../../http/principal.ts'

const validMinutes = 5

export interface Asked {
  readonly purpose: ConsentPurpose | 'register'
  readonly subject: string
}

/** What is signed is a digest of what is consented to: an assertion for one thing is worth nothing for another. */
export async function makeChallenge(
  { tx, now, newId }: Change,
  { tenant, person }: PersonPrincipal,
  { purpose, subject }: Asked,
): Promise<{ readonly id: string; readonly challenge: Uint8Array<ArrayBuffer> }> {
  const nonce = randomBytes(32).toString('hex')
  const digest = hashOf(canonical({ purpose, subject, person: person.id, nonce }))
  const id = newId()
  await tx
    .insertInto('passkey_challenges')
    .values({
      ...{ tenant, id, person: person.id, purpose, subject, challenge: base64url(digest) },
      ...{ expires_at: new Date(now.getTime() + validMinutes * 60_000), used_at: null },
    })
    .execute()
  return { id, challenge: new Uint8Array(Buffer.from(digest, 'hex')) }
}

/** Spends a challenge; null when it is not this person's, not for this, over, or spent. */
export async function spendChallenge(
  { tx, now }: Change,
  { tenant, person }: PersonPrincipal,
  id: string,
  { purpose, subject }: Asked,
): Promise<string | null> {
  const spent = await tx
    .updateTable('passkey_challenges')
    .set({ used_at: now })
    .where((where) => where.and({ tenant, id, person: person.id, purpose, subject }))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('challenge')
    .executeTakeFirst()
  return spent?.challenge ?? null
}

function base64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url')
}
