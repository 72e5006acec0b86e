import { signingRoles } from '../policy/trust/documents.ts'
import type { SigningRole } from '../policy/trust/documents.ts'
import { verifiedChain } from '../policy/trust/root-chain.ts'
import type { TrustedRoot } from '../policy/trust/root-chain.ts'
import { signEnvelope } from '../policy/trust/sign-envelope.ts'
import type { SigningKey } from '../policy/trust/sign-envelope.ts'
import { KeyProblem, keysIn, makeKey, rootsIn, writeRoot } from './key-folder.ts'
import { rootText } from './make-root.ts'
import type { RoleKeys } from './make-root.ts'

/** The newest root of a folder, its whole chain verified. */
export async function newestRoot(folder: string): Promise<TrustedRoot> {
  const chain = await verifiedChain(rootsIn(folder))
  const newest = chain?.at(-1)
  if (!newest) throw new KeyProblem(chain ? 'KEYS_MISSING' : 'KEYS_DAMAGED', folder)
  return newest
}

/** Those keys of the folder that count for a role in a root. */
export async function countingKeys(
  folder: string,
  { root }: TrustedRoot,
  role: SigningRole,
): Promise<readonly SigningKey[]> {
  return (await keysIn(folder, role)).filter(({ keyid }) => root.roles[role].keys.includes(keyid))
}

/**
 * New keys for these roles, and the next root, signed by a threshold of the root keys before and of those after. The old
 * files stay: until the server has taken the new root, within a minute, it signs with them.
 */
export async function rotateKeys(
  folder: string,
  roles: readonly SigningRole[],
  now: Date,
): Promise<TrustedRoot> {
  const before = await newestRoot(folder)
  const { root } = before
  const signers = await countingKeys(folder, before, 'root')
  if (signers.length < root.roles.root.threshold) throw new KeyProblem('KEYS_MISSING', `${folder}/root-*`)
  const next = {} as Record<SigningRole, RoleKeys>
  for (const role of signingRoles) {
    const { keys, threshold } = root.roles[role]
    next[role] = {
      threshold,
      keys: roles.includes(role) ? await makeKeys(folder, role, keys.length) : known(before, role),
    }
  }
  const { tenant, environment, version } = root
  const text = rootText({ tenant, environment, version: version + 1, now, roles: next })
  const fresh = roles.includes('root') ? next.root.keys : []
  const envelope = await signEnvelope('root', text, [...signers, ...fresh])
  const made = (await verifiedChain([...rootsIn(folder), envelope]))?.at(-1)
  // Nothing is written that a client would refuse.
  if (!made) throw new KeyProblem('KEYS_DAMAGED', folder)
  writeRoot(folder, made.root.version, envelope)
  return made
}

async function makeKeys(folder: string, role: SigningRole, count: number): Promise<readonly SigningKey[]> {
  const keys = []
  for (let index = 0; index < count; index++) keys.push(await makeKey(folder, role))
  return keys
}

/** Keys that stay, by what the root says of them: their files may be elsewhere. */
function known({ root }: TrustedRoot, role: SigningRole): readonly SigningKey[] {
  return root.roles[role].keys.map((keyid) => ({
    ...{ keyid, publicKey: root.keys[keyid]?.public ?? '' },
    sign: () => Promise.reject(new KeyProblem('KEYS_MISSING', keyid)),
  }))
}
