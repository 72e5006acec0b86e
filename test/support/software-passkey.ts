import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { Consent } from '../../protocol/http/passkeys.ts'

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()
const present = 0x01
const verified = 0x04

/** A passkey without a browser: the bytes of WebAuthn Level 3, 6.1 and 6.3.3, made by hand. */
export function softwarePasskey(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16).toString('base64url')
  return {
    id,
    /** COSE_Key: EC2, ES256, P-256, x, y. */
    publicKey: Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]),
    sign(challenge: string, says: { readonly origin?: string; readonly isVerified?: boolean } = {}) {
      const flags = says.isVerified === false ? present : present | verified
      const authenticatorData = Buffer.concat([
        ...[sha256(new URL(origin).hostname), Buffer.from([flags, 0, 0, 0, 0])],
      ])
      const clientData = {
        type: 'webauthn.get',
        challenge,
        origin: says.origin ?? origin,
        crossOrigin: false,
      }
      const clientDataJSON = Buffer.from(JSON.stringify(clientData))
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey)
      return {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          authenticatorData: authenticatorData.toString('base64url'),
          clientDataJSON: clientDataJSON.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      } satisfies Consent['response']
    },
  }
}
