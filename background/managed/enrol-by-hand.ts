import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { readValue } from '../db/values.ts'
import { enrol } from '../fleet/enrol.ts'
import type { Worker } from '../worker.ts'
import { takeManaged } from './take-managed.ts'

/** A person enrols where the administrator's configuration says, and nowhere while it is wrong (F78). */
export async function enrolByHand(
  worker: Worker,
  serverUrl: string,
  code: string,
): Promise<EnrolmentProblem | null> {
  await takeManaged(worker, false)
  const managed = await readValue(worker.db, 'managed')
  if (managed && !managed.inForce && managed.problems.length > 0) return 'MISCONFIGURED'
  const { inForce } = managed ?? {}
  if (inForce && serverOrigin(inForce.serverUrl) !== serverOrigin(serverUrl)) return 'SERVER_MANAGED'
  return enrol(worker, { serverUrl, code })
}
