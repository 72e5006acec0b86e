import type { Transaction } from 'kysely'
import { documentTypes, envelopeSchema } from '../../../policy/trust/envelope.ts'
import type { Tables } from '../../database/tables.ts'
import type { Principal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { versionFor } from '../rollouts/version-for.ts'
import { currentVersion, readBundle } from './bundle-store.ts'

export interface SignedBundle {
  readonly version: number
  readonly digest: string
  /** The envelope as JSON. */
  readonly text: string
}

/**
 * What one caller is to run, as it was signed; null where there is none, or none but the version it has already. Read once
 * for all of a tenant where every change of it is heard of; elsewhere a question is cheap as long as nothing is new.
 */
export async function signedBundle(
  parts: Parts,
  who: Extract<Principal, { person: unknown }>,
  isTold: boolean,
  held?: number,
): Promise<SignedBundle | null> {
  const { store, remembered } = parts
  const { tenant } = who
  const version = await versionFor(parts, who, isTold)
  if (isTold) {
    const signed = await remembered.get(tenant, `bundle ${version}`, () =>
      store.transact({ tenant }, (tx) => readSigned(tx, tenant, version)),
    )
    return signed?.version === held ? null : signed
  }
  return store.transact({ tenant }, async (tx) => {
    const named = version === 'current' ? await currentVersion(tx, tenant) : version
    return named === held ? null : readSigned(tx, tenant, named)
  })
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
