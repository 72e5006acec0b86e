import { generateKeyPairSync, hash, randomUUID, sign } from 'node:crypto'
import { proofHeader, proofNonceHeader } from '../../protocol/http/proof.ts'
import type { DeviceKey, ProofClaims } from '../../protocol/http/proof.ts'

export type TestDeviceKey = Awaited<ReturnType<typeof createDeviceKey>>

/** The key of a device, and what it signs: by default an honest proof, or one with whatever a test says instead. */
export async function createDeviceKey() {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' })
  const publicKey: DeviceKey = { kty: 'EC', crv: 'P-256', x, y }

  async function prove(
    about: { url: string; token: string; nonce: string; method?: string },
    claims: Partial<ProofClaims> = {},
    header: object = {},
  ): Promise<string> {
    const said: ProofClaims = {
      ...{
        jti: randomUUID(),
        htm: about.method ?? 'GET',
        htu: about.url,
        iat: Math.floor(Date.now() / 1000),
      },
      ...{ nonce: about.nonce, ath: hash('sha256', about.token, 'base64url'), ...claims },
    }
    const parts = [{ typ: 'dpop+jwt', alg: 'ES256', jwk: publicKey, ...header }, said]
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const signature = sign('sha256', Buffer.from(signed), {
      key: pair.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    return `${signed}.${signature.toString('base64url')}`
  }
  return { publicKey, prove }
}

interface TestDevice {
  readonly token: string
  readonly key: TestDeviceKey
}

/** Asks as a device does: for a nonce, and again with the answer. `named` is the address the server is known by. */
export async function fetchAs(
  { token, key }: TestDevice,
  url: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {},
  named = url,
): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${token}` }
  const asked = await fetch(url, { ...init, headers })
  const nonce = asked.headers.get(proofNonceHeader)
  if (asked.status !== 401 || nonce === null) return asked
  await asked.body?.cancel()
  const { origin, pathname } = new URL(named)
  const proof = await key.prove({ url: origin + pathname, token, nonce, method: init.method ?? 'GET' })
  return fetch(url, { ...init, headers: { ...headers, [proofHeader]: proof } })
}

export function openStream(url: string, device: TestDevice, named = url): Promise<Response> {
  return fetchAs(device, `${url}/v1/stream`, {}, `${named}/v1/stream`)
}
