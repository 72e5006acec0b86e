import { verifyRegistrationResponse } from '@simplewebauthn/server'
import type { z } from '../../../policy/zod.ts'
import type { newPasskeySchema } from '../../../protocol/http/passkeys.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { sessionHours } from '../identity/session-cookie.ts'
import { spendChallenge } from './challenge.ts'

const freshMinutes = 10

/** A session found open on a desk, or stolen long after, adds no passkey of its own. */
export function isFreshSignIn(who: PersonPrincipal, now: Date): boolean {
  if (who.kind !== 'session') return false
  const signedIn = who.expiresAt.getTime() - sessionHours * 3_600_000
  return now.getTime() - signedIn <= freshMinutes * 60_000
}

/** Stores the public key of a new passkey; answers why not, or null. */
export async function register(
  parts: Parts,
  who: PersonPrincipal,
  given: z.infer<typeof newPasskeySchema>,
): Promise<'SIGN_IN_AGAIN' | 'PASSKEY_REFUSED' | null> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    if (!isFreshSignIn(who, now)) return 'SIGN_IN_AGAIN'
    const asked = { purpose: 'register', subject: person.id } as const
    const challenge = await spendChallenge(change, who, given.challenge, asked)
    if (challenge === null) return 'PASSKEY_REFUSED'
    const verified = await verifyRegistrationResponse({
      response: { ...given.response, clientExtensionResults: {} } as Parameters<
        typeof verifyRegistrationResponse
      >[0]['response'],
      expectedChallenge: challenge,
      expectedOrigin: parts.origin(),
      expectedRPID: new URL(parts.origin()).hostname,
      requireUserVerification: true,
    }).catch(() => null)
    if (verified?.verified !== true) return 'PASSKEY_REFUSED'
    const { credential } = verified.registrationInfo
    const made = await tx
      .insertInto('passkeys')
      .values({
        ...{ tenant, id: credential.id, person: person.id, public_key: Buffer.from(credential.publicKey) },
        ...{ counter: credential.counter, label: given.label, created_at: now },
        ...{ used_at: null, removed_at: null },
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made === undefined) return 'PASSKEY_REFUSED'
    await recordServerEvent(change, {
      ...{ tenant, type: 'passkey.registered', person: person.id },
      detail: { passkey: credential.id.slice(0, 100), label: given.label },
    })
    return null
  })
}
