import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SigningRole } from '../policy/trust/documents.ts'
import { bytesOf, keyIdOf } from '../policy/trust/encoding.ts'
import { envelopeSchema } from '../policy/trust/envelope.ts'
import type { Envelope } from '../policy/trust/envelope.ts'
import type { SigningKey } from '../policy/trust/sign-envelope.ts'
import type { SignerProblem } from '../protocol/signer.ts'

/** What a person has to mend, with the file it is about. */
export class KeyProblem extends Error {
  readonly problem: SignerProblem
  readonly path: string
  constructor(problem: SignerProblem, path: string) {
    super(problem)
    this.problem = problem
    this.path = path
  }
}

/** All keys of a role that lie in the folder of a tenant: `<role>-<number>.pem`. */
export async function keysIn(folder: string, role: SigningRole): Promise<readonly SigningKey[]> {
  const files = existsSync(folder) ? readdirSync(folder) : []
  const names = files.filter((name) => new RegExp(`^${role}-\\d+\\.pem$`).test(name)).sort()
  return Promise.all(names.map((name) => readKey(join(folder, name))))
}

/** A new key under the next free number. An existing file is never overwritten. */
export async function makeKey(folder: string, role: SigningRole): Promise<SigningKey> {
  let number = 1
  while (existsSync(join(folder, `${role}-${number}.pem`))) number++
  const path = join(folder, `${role}-${number}.pem`)
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return readKey(path)
}

async function readKey(path: string): Promise<SigningKey> {
  // Windows has no such bits; there the folder's access list is the administrator's.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new KeyProblem('KEYS_READABLE', path)
  const key = privateKeyOf(path)
  const publicKey = createPublicKey(key).export({ format: 'jwk' }).x ?? ''
  return {
    keyid: await keyIdOf(bytesOf(publicKey) ?? new Uint8Array()),
    publicKey,
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, key))),
  }
}

function privateKeyOf(path: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(path))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Not a key at all: the same thing to mend as a key of another kind.
  }
  throw new KeyProblem('KEYS_DAMAGED', path)
}

/** The roots from the first to the newest: `root.<version>.json`, without a gap. */
export function rootsIn(folder: string): readonly Envelope[] {
  const roots: Envelope[] = []
  for (let version = 1; existsSync(rootPath(folder, version)); version++)
    roots.push(readRootFile(rootPath(folder, version)))
  return roots
}

export function writeRoot(folder: string, version: number, envelope: Envelope): void {
  writeFileSync(rootPath(folder, version), `${JSON.stringify(envelope)}\n`, { mode: 0o644, flag: 'wx' })
}

function rootPath(folder: string, version: number): string {
  return join(folder, `root.${version}.json`)
}

function readRootFile(path: string): Envelope {
  try {
    const parsed = envelopeSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (parsed.success) return parsed.data
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new KeyProblem('KEYS_DAMAGED', path)
}
