import { base64url } from '../../policy/trust/encoding.ts'
import { checkCode, commitmentTo } from '../../policy/trust/enrolment-check.ts'
import { enrolmentRequestedSchema } from '../../protocol/http/enrolment-requests.ts'
import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { writeValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'
import { ensureDevice, publicPart } from './device.ts'
import { isEnrolled } from './enrol.ts'
import { send } from './server-call.ts'

/**
 * Asks the server to enrol this browser for whoever signs in there and says yes. What it asked is stored before anybody
 * is shown anything, so that another worker can hear the answer. A new question takes the place of an old one.
 */
export async function askToEnrol(worker: Worker, serverUrl: string): Promise<EnrolmentProblem | null> {
  const { db, environment } = worker
  const origin = serverOrigin(serverUrl)
  if (origin === null) return 'SERVER_URL_INVALID'
  if (await isEnrolled(worker)) return 'ALREADY_ENROLLED'
  const device = await ensureDevice(worker)
  const key = publicPart(device.publicKey)
  const nonce = base64url(crypto.getRandomValues(new Uint8Array(32)))
  const answer = await send(worker, origin, null, {
    method: 'POST',
    path: '/v1/enrolment-requests',
    body: {
      ...{ device: device.id, publicKey: key, browser: navigator.userAgent.slice(0, 200) },
      extensionVersion: environment.browser.runtime.getManifest().version,
      commitment: await commitmentTo(nonce),
    },
    answer: enrolmentRequestedSchema,
  })
  if (!answer.ok) {
    if (answer.reason !== 'refused') return 'SERVER_UNREACHABLE'
    // A server of before knows no such question.
    return answer.status === 404
      ? 'SIGN_IN_UNKNOWN'
      : answer.status === 429
        ? 'SERVER_BUSY'
        : 'SERVER_REFUSED'
  }
  const { id, secret, root, expiresInSeconds } = answer.value
  await writeValue(db, 'enrolmentRequest', {
    ...{ serverUrl: origin, id, secret, nonce, root, problem: null },
    code: await checkCode({ request: id, key, root, nonce }),
    until: environment.now() + expiresInSeconds * 1000,
  })
  return null
}
