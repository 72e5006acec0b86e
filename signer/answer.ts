import { parseBounded } from '../policy/bounded-json.ts'
import { rootSchema } from '../policy/trust/documents.ts'
import type { Root, SigningRole } from '../policy/trust/documents.ts'
import { signEnvelope } from '../policy/trust/sign-envelope.ts'
import type { SigningKey } from '../policy/trust/sign-envelope.ts'
import type { SignerAnswer, SignerAsk } from '../protocol/signer.ts'
import { createKeys, folderOf } from './create-keys.ts'
import { KeyProblem, keysIn, rootsIn } from './key-folder.ts'

/** Which roles may sign which document. The web process can ask for these, and for nothing else. */
const allowed: Readonly<Record<'timestamp' | 'bundle' | 'kill', readonly (readonly SigningRole[])[]>> = {
  timestamp: [['timestamp']],
  bundle: [['bundle']],
  kill: [['stop'], ['stop', 'restart']],
}

export async function answerAsk(keys: string, asked: SignerAsk): Promise<SignerAnswer> {
  try {
    return asked.ask === 'roots' ? await roots(keys, asked) : await signed(keys, asked)
  } catch (error) {
    if (!(error instanceof KeyProblem)) throw error
    return { id: asked.id, problem: error.problem, path: error.path }
  }
}

type Asked<Kind extends SignerAsk['ask']> = Extract<SignerAsk, { ask: Kind }>

async function roots(keys: string, asked: Asked<'roots'>): Promise<SignerAnswer> {
  const { id, tenant, environment, mayCreate } = asked
  const folder = folderOf(keys, tenant)
  if (rootsIn(folder).length === 0) {
    if (!mayCreate) throw new KeyProblem('KEYS_MISSING', folder)
    await createKeys(folder, { tenant, environment, rootKeys: 1, rootThreshold: 1 }, new Date())
  }
  const found = rootsIn(folder)
  // A key somebody else can read is found at the start, not at the first stop.
  const root = rootOf(folder, found.length)
  for (const role of ['timestamp', 'bundle', 'stop'] as const) await keysOf(folder, root, role)
  return { id, roots: [...found] }
}

async function signed(keys: string, asked: Asked<'sign'>): Promise<SignerAnswer> {
  const { id, tenant, root: version, kind, roles, payload } = asked
  const folder = folderOf(keys, tenant)
  const isAllowed = allowed[kind].some((one) => one.join() === roles.join())
  const document = parseBounded(payload, 24)
  const isTheirs =
    typeof document === 'object' && document !== null && 'tenant' in document && document.tenant === tenant
  if (!isAllowed || !isTheirs) throw new KeyProblem('NOT_ALLOWED', folder)
  const root = rootOf(folder, version)
  const signers: SigningKey[] = []
  for (const role of roles) signers.push(...(await keysOf(folder, root, role)))
  return { id, envelope: await signEnvelope(kind, payload, signers) }
}

function rootOf(folder: string, version: number): Root {
  const parsed = rootSchema.safeParse(parseBounded(rootsIn(folder)[version - 1]?.payload ?? '', 6))
  if (!parsed.success) throw new KeyProblem('KEYS_MISSING', folder)
  return parsed.data
}

/** Those keys here that count in the root: enough of them, or it says that some are missing. */
async function keysOf(folder: string, root: Root, role: SigningRole): Promise<readonly SigningKey[]> {
  const found = (await keysIn(folder, role)).filter(({ keyid }) => root.roles[role].keys.includes(keyid))
  if (found.length < root.roles[role].threshold) throw new KeyProblem('KEYS_MISSING', `${folder}/${role}-*`)
  return found
}
