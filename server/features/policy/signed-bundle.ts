import type { Transaction } from 'kysely'
import { documentTypes, envelopeSchema } from '../../../policy/trust/envelope.ts'
import type { Tables } from '../../database/tables.ts'
import type { Principal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { versionFor } from '../rollouts/version-for.ts'
import { readBundle } from './bundle-store.ts'

export interface SignedBundle {
  readonly version: number
  readonly digest: string
  /** The envelope as JSON. */
  readonly text: string
}

/** What one caller is to run, as it was signed. Read once for all of a tenant where every change of it is heard of. */
export async function signedBundle(
  parts: Parts,
  who: Extract<Principal, { person: unknown }>,
  isTold: boolean,
): Promise<SignedBundle | null> {
  const { store, remembered } = parts
  const { tenant } = who
  const version = await versionFor(parts, who, isTold)
  const read = () => store.transact({ tenant }, (tx) => readSigned(tx, tenant, version))
  return isTold ? remembered.get(tenant, `bundle ${version}`, read) : read()
}

async function readSigned(
  tx: Transaction<Tables>,
  tenant: string,
  version: number | 'current',
): Promise<SignedBundle | null> {
  const row = await readBundle(tx, tenant, version)
  if (row === undefined) return null
  const signatures = envelopeSchema.shape.signatures.parse(JSON.parse(row.signatures))
  const text = JSON.stringify({ payloadType: documentTypes.bundle, payload: row.payload, signatures })
  return { version: row.version, digest: row.digest, text }
}
