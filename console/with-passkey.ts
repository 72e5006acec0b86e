import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { t } from '../components/ui/words.ts'
import { consentSchema, type Consent, type ConsentPurpose } from '../protocol/http/passkeys.ts'
import type { Answer } from './call.ts'
import { client } from './client.ts'

/**
 * Sends a confirmation; where the server wants it signed, asks the person's passkey to sign exactly this and sends it
 * again.
 */
export async function withPasskey<Value>(
  asked: { readonly purpose: ConsentPurpose; readonly subject: string },
  send: (consent?: Consent) => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  const first = await send()
  if (first.ok || first.failure.code !== 'PASSKEY_NEEDED') return first
  const made = await client.passkeyChallenge(asked)
  if (!made.ok) return made
  const optionsJSON = made.value.options as unknown as PublicKeyCredentialRequestOptionsJSON
  // The person said no, took too long, or this machine has none of their passkeys: all the same to what follows.
  const response = await startAuthentication({ optionsJSON }).catch(() => null)
  const consent = consentSchema.safeParse({ challenge: made.value.id, response })
  if (!consent.success) return notSigned()
  return send(consent.data)
}

/** What a person reads when no passkey signed. */
export function notSigned(): Answer<never> {
  const words = { title: t('passkey.not-signed.title'), detail: t('passkey.not-signed.detail') }
  return { ok: false, failure: { status: 0, code: 'PASSKEY_NOT_USED', ...words } }
}
