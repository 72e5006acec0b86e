import type { SigningRole } from '../../../policy/trust/documents.ts'
import type { Envelope } from '../../../policy/trust/envelope.ts'
import type { SignerProblem } from '../../../protocol/signer.ts'

export interface SignRequest {
  readonly tenant: string
  /** Version of the root whose keys sign. */
  readonly root: number
  readonly kind: 'timestamp' | 'bundle' | 'kill'
  readonly roles: readonly SigningRole[]
  /** The exact text to sign. */
  readonly payload: string
}

/** Whoever holds the private keys: a process of its own over key files, or one that speaks to a token or key service. */
export interface Signer {
  /** All roots of a tenant, oldest first. */
  roots(tenant: string, environment: string, mayCreate: boolean): Promise<readonly Envelope[]>
  sign(request: SignRequest): Promise<Envelope>
  close(): Promise<void>
}

/** `KEYS_DIFFER`: the folder holds other roots than the database. */
export type SignerReason = SignerProblem | 'UNREACHABLE' | 'KEYS_DIFFER'

/** Nothing was signed. `UNREACHABLE` passes by itself; the others need a person. */
export class SignerError extends Error {
  override name = 'SignerError'
  readonly reason: SignerReason
  readonly path: string
  constructor(reason: SignerReason, path = '') {
    super(reason)
    this.reason = reason
    this.path = path
  }
}
