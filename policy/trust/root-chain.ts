import { parseBounded } from '../bounded-json.ts'
import { rootSchema } from './documents.ts'
import type { Root } from './documents.ts'
import { digest } from '../canonical.ts'
import type { Envelope } from './envelope.ts'
import { envelopeProblem, signersOf } from './verify-envelope.ts'
import type { EnvelopeProblem } from './verify-envelope.ts'

/** A root that was verified, with the envelope it came in. */
export interface TrustedRoot {
  readonly root: Root
  readonly envelope: Envelope
  readonly digest: string
}

export type RootProblem = EnvelopeProblem | 'MALFORMED' | 'OTHER_TENANT' | 'ROOT_GAP' | 'ROOT_UNKNOWN'
export type RootResult =
  | { readonly ok: true; readonly trusted: TrustedRoot }
  | { readonly ok: false; readonly reason: RootProblem; readonly detail: string }

const bounds = { maxDepth: 6, maxMembers: 500 }
const shortestPin = 32

/** The root whose digest begins with the pin (at least 128 bits of it), signed by its own root keys. */
export async function pinnedRoot(envelope: Envelope, pin: string): Promise<RootResult> {
  const found = await digest(envelope.payload)
  if (!isPin(pin) || !found.startsWith(pin.toLowerCase()))
    return { ok: false, reason: 'ROOT_UNKNOWN', detail: found }
  return readRoot(envelope, null)
}

/** A pin is the beginning of the SHA-256 of a root, in hex. */
export function isPin(text: string): boolean {
  return text.length >= shortestPin && /^[0-9a-f]{32,64}$/i.test(text)
}

/** The next version, signed by a threshold of the root before and by a threshold of its own (TUF 5.3.4). */
export async function nextRoot(before: TrustedRoot, envelope: Envelope): Promise<RootResult> {
  const read = await readRoot(envelope, before.root)
  if (!read.ok) return read
  const { root } = read.trusted
  if (root.tenant !== before.root.tenant || root.environment !== before.root.environment)
    return { ok: false, reason: 'OTHER_TENANT', detail: `${root.tenant}/${root.environment}` }
  if (root.version !== before.root.version + 1)
    return { ok: false, reason: 'ROOT_GAP', detail: `${before.root.version} -> ${root.version}` }
  return read
}

async function readRoot(envelope: Envelope, before: Root | null): Promise<RootResult> {
  // The signature of the root before comes first: nothing is parsed that no known key has signed.
  if (before !== null) {
    const problem = await envelopeProblem(envelope, 'root', signersOf(before, 'root'))
    if (problem !== null) return { ok: false, reason: problem, detail: 'root' }
  }
  const parsed = rootSchema.safeParse(parseBounded(envelope.payload, bounds))
  if (!parsed.success) return { ok: false, reason: 'MALFORMED', detail: 'root' }
  const problem = await envelopeProblem(envelope, 'root', signersOf(parsed.data, 'root'))
  if (problem !== null) return { ok: false, reason: problem, detail: 'root' }
  return {
    ok: true,
    trusted: { root: parsed.data, envelope, digest: await digest(envelope.payload) },
  }
}

/** Whether no key of a role survived a rotation: what the old keys signed can no longer be offered again. */
export function isReplaced(before: Root, after: Root, role: keyof Root['roles']): boolean {
  return before.roles[role].keys.every((keyid) => !after.roles[role].keys.includes(keyid))
}

/** Every root from the first to the newest, or null when one of them is not the next. Says nothing about who pinned the first. */
export async function verifiedChain(envelopes: readonly Envelope[]): Promise<readonly TrustedRoot[] | null> {
  const chain: TrustedRoot[] = []
  for (const envelope of envelopes) {
    const before = chain.at(-1)
    const read = before ? await nextRoot(before, envelope) : await readRoot(envelope, null)
    if (!read.ok) return null
    chain.push(read.trusted)
  }
  return chain
}
