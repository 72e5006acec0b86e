import { digest } from '../../policy/canonical.ts'
import type { Floor } from '../../policy/trust/check-documents.ts'
import type { Timestamp } from '../../policy/trust/documents.ts'
import { namedFor, ringText } from '../../policy/trust/ring.ts'
import type { Database } from '../db/database.ts'
import { readValue } from '../db/values.ts'

/** Which bundle a verified timestamp tells this device to run (ADR 100): nobody else is asked which ring it is in. */
export async function namedHere(db: Database, timestamp: Timestamp): Promise<Floor> {
  if (!timestamp.rollout) return timestamp.bundle
  const device = (await readValue(db, 'enrolment'))?.device ?? ''
  const hash = await digest(ringText(timestamp.rollout.id, device))
  return namedFor(timestamp, { hash, runs: (await readValue(db, 'floor'))?.digest ?? null })
}
