import { enrolmentAnswerSchema } from '../../protocol/http/enrolment-requests.ts'
import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { readValue, writeValue } from '../db/values.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { managedConfiguration } from '../managed/take-managed.ts'
import type { Worker } from '../worker.ts'
import { enrol } from './enrol.ts'
import { send } from './server-call.ts'

/** Problems that another question may mend: of a code whose answer was lost, the next brings a new one. */
const passing: readonly EnrolmentProblem[] = ['SERVER_UNREACHABLE', 'CODE_UNKNOWN']

/**
 * Asks what became of the request to be enrolled, and enrols when a person has said yes. Every step of it may be the
 * last of this worker. True when this browser was enrolled just now.
 */
export async function followEnrolment(worker: Worker): Promise<boolean> {
  return worker.turns('enrolment-request', async () => {
    const { db, environment } = worker
    const asked = await readValue(db, 'enrolmentRequest')
    if (!asked || asked.problem !== null) return false
    const end = async (problem: EnrolmentProblem) => {
      await endRequest(worker, asked.id, problem)
      return false
    }
    if (environment.now() >= asked.until) return end('REQUEST_EXPIRED')
    const answer = await send(worker, asked.serverUrl, asked.secret, {
      method: 'POST',
      path: `/v1/enrolment-requests/${asked.id}/answer`,
      body: { nonce: asked.nonce },
      answer: enrolmentAnswerSchema,
    })
    if (!answer.ok)
      return answer.reason === 'refused' && answer.status === 404 ? end('REQUEST_EXPIRED') : false
    const { state, code } = answer.value
    if (state === 'expired') return end('REQUEST_EXPIRED')
    if (state === 'refused') return end('REQUEST_DECLINED')
    if (state !== 'confirmed' || code === null) return false
    const { serverUrl, root } = asked
    const managed = await managedConfiguration(worker)
    if (managed && serverOrigin(managed.serverUrl) !== serverUrl) return end('SERVER_MANAGED')
    // The root that was part of what the person compared, not what this answer says.
    const problem = await enrol(worker, { serverUrl, code: `${code}.${root}`, isProven: true })
    if (problem === null) return true
    return passing.includes(problem) ? false : end(problem)
  })
}

/** Unless another one took its place meanwhile. */
async function endRequest({ db }: Worker, id: string, problem: EnrolmentProblem): Promise<void> {
  await db.transaction('rw', db.values, async () => {
    const asked = await readValue(db, 'enrolmentRequest')
    if (asked?.id === id) await writeValue(db, 'enrolmentRequest', { ...asked, problem })
  })
}
