import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signingRoles } from '../policy/trust/documents.ts'
import { signEnvelope } from '../policy/trust/sign-envelope.ts'
import { envelopeProblem, signersOf } from '../policy/trust/verify-envelope.ts'
import { countingKeys, rotateKeys } from './rotate-keys.ts'

/**
 * A whole rotation on a copy of the folder: every role gets new keys, the chain is walked as a client walks it, and each
 * new key signs something that is then verified. The folder itself is not touched. Answers the version reached.
 */
export async function rehearse(folder: string, now: Date): Promise<number> {
  const copy = mkdtempSync(join(tmpdir(), 'countersign-rehearsal-'))
  try {
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true })
    const made = await rotateKeys(copy, signingRoles, now)
    for (const role of signingRoles) {
      const keys = await countingKeys(copy, made, role)
      const probe = await signEnvelope('kill', `{"rehearsal":"${role}"}`, keys)
      const problem = await envelopeProblem(probe, 'kill', signersOf(made.root, role))
      if (problem !== null) throw new Error(`${role}: ${problem}`)
    }
    return made.root.version
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
