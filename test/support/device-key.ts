import { createHash, randomUUID } from 'node:crypto'
import { proofHeader, proofNonceHeader } from '../../protocol/http/proof.ts'
import type { DeviceKey, ProofClaims } from '../../protocol/http/proof.ts'

export type TestDeviceKey = Awaited<ReturnType<typeof createDeviceKey>>

/** The key of a device, and what it signs: by default an honest proof, or one with whatever a test says instead. */
export async function createDeviceKey() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const publicKey: DeviceKey = { kty: 'EC', crv: 'P-256', x, y }

  async function prove(
    about: { url: string; token: string; nonce: string },
    claims: Partial<ProofClaims> = {},
    header: object = {},
  ): Promise<string> {
    const said: ProofClaims = {
      ...{ jti: randomUUID(), htm: 'GET', htu: about.url, iat: Math.floor(Date.now() / 1000) },
      ...{ nonce: about.nonce, ath: createHash('sha256').update(about.token).digest('base64url'), ...claims },
    }
    const parts = [{ typ: 'dpop+jwt', alg: 'ES256', jwk: publicKey, ...header }, said]
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      pair.privateKey,
      Buffer.from(signed),
    )
    return `${signed}.${Buffer.from(signature).toString('base64url')}`
  }
  return { publicKey, prove }
}

/** Asks for a nonce and answers it, as a device does. `named` is the address the server is known by. */
export async function openStream(
  url: string,
  { token, key }: { readonly token: string; readonly key: TestDeviceKey },
  named = url,
): Promise<Response> {
  const authorization = `Bearer ${token}`
  const asked = await fetch(`${url}/v1/stream`, { headers: { authorization } })
  await asked.body?.cancel()
  const nonce = asked.headers.get(proofNonceHeader) ?? ''
  const proof = await key.prove({ url: `${named}/v1/stream`, token, nonce })
  return fetch(`${url}/v1/stream`, { headers: { authorization, [proofHeader]: proof } })
}
