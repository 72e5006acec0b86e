import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { Consent } from '../../../protocol/http/passkeys.ts'
import type { Change } from '../../database/change.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { spendChallenge } from './challenge.ts'
import type { Asked } from './challenge.ts'
import { passkeysOf } from './passkey-store.ts'

export type Consenting = Pick<Parts, 'origin' | 'passkeys'>
export type ConsentRefusal = 'PASSKEY_MISSING' | 'PASSKEY_NEEDED' | 'PASSKEY_REFUSED'

/**
 * Whether this person, now and with their own passkey, consents to exactly this; null = yes. Somebody who has registered
 * one always needs it; who has none may go on only where the tenant does not require passkeys (ADR 67).
 */
export async function consentProblem(
  change: Change,
  { origin, passkeys }: Consenting,
  who: PersonPrincipal,
  asked: Asked & { readonly consent: Consent | undefined },
): Promise<ConsentRefusal | null> {
  const { tx, now } = change
  const { tenant, person } = who
  const keys = await passkeysOf(tx, tenant, person.id)
  if (keys.length === 0) return passkeys === 'required' ? 'PASSKEY_MISSING' : null
  if (asked.consent === undefined) return 'PASSKEY_NEEDED'
  const { response, challenge: id } = asked.consent
  const challenge = await spendChallenge(change, who, id, asked)
  const key = keys.find((one) => one.id === response.id)
  if (challenge === null || key === undefined) return 'PASSKEY_REFUSED'
  const verified = await verifyAuthenticationResponse({
    response: { ...response, clientExtensionResults: {} } as Parameters<
      typeof verifyAuthenticationResponse
    >[0]['response'],
    expectedChallenge: challenge,
    expectedOrigin: origin(),
    expectedRPID: new URL(origin()).hostname,
    credential: { id: key.id, publicKey: new Uint8Array(key.public_key), counter: key.counter },
    requireUserVerification: true,
  }).catch(() => null)
  // Everything an assertion can be wrong in throws: another site, another challenge, a copied key, no person there.
  if (verified?.verified !== true) return 'PASSKEY_REFUSED'
  await tx
    .updateTable('passkeys')
    .set({ counter: verified.authenticationInfo.newCounter, used_at: now })
    .where('tenant', '=', tenant)
    .where('id', '=', key.id)
    .execute()
  return null
}
