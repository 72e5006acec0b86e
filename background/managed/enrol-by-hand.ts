import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { readValue } from '../db/values.ts'
import { askToEnrol } from '../fleet/ask-to-enrol.ts'
import { enrol } from '../fleet/enrol.ts'
import type { Worker } from '../worker.ts'
import { takeManaged } from './take-managed.ts'

/** By a code, or with null by signing in. */
export async function enrolByHand(
  worker: Worker,
  serverUrl: string,
  code: string | null,
): Promise<EnrolmentProblem | null> {
  const problem = await problemOfPlace(worker, serverUrl)
  if (problem !== null) return problem
  return code === null ? askToEnrol(worker, serverUrl) : enrol(worker, { serverUrl, code })
}

/** A person enrols where the administrator's configuration says, and nowhere while it is wrong (F78). */
async function problemOfPlace(worker: Worker, serverUrl: string): Promise<EnrolmentProblem | null> {
  await takeManaged(worker, false)
  const managed = await readValue(worker.db, 'managed')
  if (managed && !managed.inForce && managed.problems.length > 0) return 'MISCONFIGURED'
  const { inForce } = managed ?? {}
  return inForce && serverOrigin(inForce.serverUrl) !== serverOrigin(serverUrl) ? 'SERVER_MANAGED' : null
}
