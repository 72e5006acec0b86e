import type { Root, SigningRole } from './documents.ts'
import { bytesOf, keyIdOf } from './encoding.ts'
import { documentTypes, preAuthenticated } from './envelope.ts'
import type { DocumentKind, Envelope } from './envelope.ts'

/** Who must have signed: the keys of a role in a root, and how many of them. */
export interface Signers {
  readonly keys: Root['keys']
  readonly role: Root['roles'][SigningRole]
}

export function signersOf(root: Pick<Root, 'keys' | 'roles'>, role: SigningRole): Signers {
  return { keys: root.keys, role: root.roles[role] }
}

export type EnvelopeProblem = 'WRONG_TYPE' | 'UNSIGNED' | 'BELOW_THRESHOLD'

const signatureBytes = 64
const keyBytes = 32

/**
 * Whether enough different keys of the role signed exactly this kind and text; null when they did. A signature by an
 * unknown key, a wrong one, or a second one by the same key counts for nothing and spoils nothing.
 */
export async function envelopeProblem(
  envelope: Envelope,
  kind: DocumentKind,
  { keys, role }: Signers,
): Promise<EnvelopeProblem | null> {
  if (envelope.payloadType !== documentTypes[kind]) return 'WRONG_TYPE'
  if (envelope.signatures.length === 0) return 'UNSIGNED'
  const signed = new TextEncoder().encode(preAuthenticated(envelope.payloadType, envelope.payload))
  const counted = new Set<string>()
  for (const { keyid, sig } of envelope.signatures) {
    if (counted.has(keyid) || !role.keys.includes(keyid)) continue
    const key = Object.hasOwn(keys, keyid) ? keys[keyid] : undefined
    if (key && (await isSignedBy(key, keyid, sig, signed))) counted.add(keyid)
  }
  return counted.size >= role.threshold ? null : 'BELOW_THRESHOLD'
}

async function isSignedBy(
  key: Root['keys'][string],
  keyid: string,
  sig: string,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  // The one algorithm there is; another in a root of a later format must not be read as this one.
  if (key.alg !== 'ed25519') return false
  const [raw, signature] = [bytesOf(key.public), bytesOf(sig)]
  if (raw?.length !== keyBytes || signature?.length !== signatureBytes) return false
  // A root that lists one key under two ids would let it count twice.
  if ((await keyIdOf(raw)) !== keyid) return false
  try {
    const imported = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', imported, signature, signed)
  } catch {
    // Bytes that are no point of the curve: nobody signed with that.
    return false
  }
}
