import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { readValue, writeValue } from '../db/values.ts'
import { enrol } from '../fleet/enrol.ts'
import { backoff } from '../fleet/retry-after.ts'
import type { Worker } from '../worker.ts'

/** A refusal stands until somebody mends it at the server or in the configuration: asking often mends nothing. */
const afterRefusalMs = 15 * 60_000

/**
 * Enrols without anybody's doing, by the token and the person of the managed configuration; also when the configuration
 * names another server than the one this browser is enrolled with. True when that happened just now.
 */
export async function enrolAsManaged(worker: Worker): Promise<boolean> {
  const { db, environment } = worker
  const managed = await readValue(db, 'managed')
  const { serverUrl, enrolmentToken: token, person } = managed?.inForce ?? {}
  if (!managed || serverUrl === undefined || token === undefined || person === undefined) return false
  const enrolled = await readValue(db, 'enrolment')
  if (enrolled?.serverUrl === serverOrigin(serverUrl) && (await readValue(db, 'trust'))) return false
  const before = await readValue(db, 'managedEnrolment')
  const isSame = before?.asRead === managed.asRead
  if (isSame && environment.now() < before.notBefore) return false
  const problem = await enrol(worker, { serverUrl, code: token, person, moves: true })
  const attempt = isSame ? before.attempt + 1 : 0
  await writeValue(db, 'managedEnrolment', {
    asRead: managed.asRead,
    attempt,
    problem,
    notBefore: environment.now() + waitAfter(problem, attempt, environment.random),
  })
  return problem === null
}

function waitAfter(problem: EnrolmentProblem | null, attempt: number, random: () => number): number {
  return problem === 'SERVER_UNREACHABLE' ? backoff(attempt, random) : afterRefusalMs
}
