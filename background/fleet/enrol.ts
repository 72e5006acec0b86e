import { enrolledSchema } from '../../protocol/http/devices.ts'
import { enrolmentProblems } from '../../protocol/messages/extension-page.ts'
import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import { parsedUrl } from '../messaging/hosts.ts'
import type { Worker } from '../worker.ts'
import { ensureDevice } from './device.ts'
import { send } from './server-call.ts'

/**
 * Ties this installation to one server and one person. A device that is signed in stays where it is; one the server no
 * longer knows may enrol again, with what it has not sent yet.
 */
export async function enrol(
  worker: Worker,
  serverUrl: string,
  code: string,
): Promise<EnrolmentProblem | null> {
  return worker.turns('enrol', async () => {
    const { db, environment } = worker
    const origin = serverOrigin(serverUrl)
    if (origin === null) return 'SERVER_URL_INVALID'
    const known = await readValue(db, 'enrolment')
    if (known && !(await readValue(db, 'flush'))?.paused) return 'ALREADY_ENROLLED'
    const device = await ensureDevice(worker)
    const browserName = navigator.userAgent.slice(0, 200)
    const { version } = environment.browser.runtime.getManifest()
    const answer = await send(worker, origin, null, {
      method: 'POST',
      path: '/v1/enrolments',
      body: {
        code: code.trim(),
        device: device.id,
        publicKey: device.publicKey,
        browser: browserName,
        extensionVersion: version,
      },
      answer: enrolledSchema,
    })
    if (!answer.ok) return answer.reason === 'refused' ? problemOf(answer.code) : 'SERVER_UNREACHABLE'
    await record(worker, {
      facts: [
        fact(worker, 'device.enrolled', { server: origin, browser: browserName, extensionVersion: version }),
      ],
      tables: [db.bundles],
      write: async () => {
        // Another server or tenant counts its versions anew; within one the floor stays whatever happens.
        if (known && (known.serverUrl !== origin || known.tenant !== answer.value.tenant)) {
          await db.values.bulkDelete(['floor', 'active'])
          await db.bundles.clear()
        }
        await writeValue(db, 'enrolment', { ...answer.value, serverUrl: origin, at: environment.now() })
        await writeValue(db, 'flush', { notBefore: 0, attempt: 0, paused: false })
      },
    })
    return null
  })
}

/** https, or http on this very machine. Only the origin is kept: everything else of the address is ours to choose. */
export function serverOrigin(serverUrl: string): string | null {
  const url = parsedUrl(serverUrl.trim())
  if (!url || url.username !== '' || url.password !== '') return null
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? url.origin : null
}

function problemOf(code: string): EnrolmentProblem {
  return enrolmentProblems.find((problem) => problem === code) ?? 'SERVER_REFUSED'
}
