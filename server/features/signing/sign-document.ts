import type { Transaction } from 'kysely'
import type { Envelope } from '../../../policy/trust/envelope.ts'
import type { Tables } from '../../database/tables.ts'
import type { Parts } from '../../parts.ts'
import { SignerError } from './signer.ts'
import type { SignRequest } from './signer.ts'
import { currentRoot } from './trust-store.ts'

export type Signing = Pick<Parts, 'signer' | 'environment'>

/** Signs with the keys of the root that clients are told is in force, whatever lies in the key folder by now. */
export async function signDocument(
  tx: Transaction<Tables>,
  { signer }: Signing,
  request: Omit<SignRequest, 'root'>,
): Promise<Envelope> {
  const root = await currentRoot(tx, request.tenant)
  if (root === undefined) throw new SignerError('KEYS_MISSING', request.tenant)
  return signer.sign({ ...request, root: root.version })
}
