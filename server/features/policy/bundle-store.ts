import type { Selectable, Transaction } from 'kysely'
import { sql } from 'kysely'
import type { Bundle } from '../../../policy/bundle.ts'
import { parseBundle } from '../../../policy/parse-bundle.ts'
import type { Tables } from '../../database/tables.ts'

export type BundleRow = Selectable<Tables['bundles']>

/** 0 before anything is published. */
export async function currentVersion(tx: Transaction<Tables>, tenant: string): Promise<number> {
  const row = await tx
    .selectFrom('bundles')
    .select((select) => select.fn.max('version').as('version'))
    .where('tenant', '=', tenant)
    .executeTakeFirst()
  return row?.version ?? 0
}

export async function readBundle(
  tx: Transaction<Tables>,
  tenant: string,
  version: number | 'current',
): Promise<BundleRow | undefined> {
  return tx
    .selectFrom('bundles')
    .selectAll()
    .where('tenant', '=', tenant)
    .$if(version !== 'current', (query) => query.where('version', '=', version as number))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

// By digest, so that an entry can never be stale; a handful covers the tenants that are at work.
const parsedBundles = new Map<string, Bundle>()
const mostParsed = 32

/** Only what has been published through `publish` is ever stored, so it parses. */
export function bundleOf(row: Pick<BundleRow, 'payload' | 'digest'>): Bundle {
  const known = parsedBundles.get(row.digest)
  if (known !== undefined) return known
  const parsed = parseBundle(JSON.parse(row.payload))
  if (!parsed.ok) throw new Error('A stored bundle does not parse.')
  const [oldest] = parsedBundles.keys()
  if (oldest !== undefined && parsedBundles.size >= mostParsed) parsedBundles.delete(oldest)
  parsedBundles.set(row.digest, parsed.bundle)
  return parsed.bundle
}

/** Publications of one tenant wait for one another; those of others do not. */
export async function lockPublication(tx: Transaction<Tables>, tenant: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${tenant}, 1))`.execute(tx)
}
