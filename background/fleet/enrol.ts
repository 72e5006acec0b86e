import { enrolledSchema } from '../../protocol/http/devices.ts'
import { enrolmentProblems } from '../../protocol/messages/extension-page.ts'
import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import { parsedUrl } from '../messaging/hosts.ts'
import { pinOf, readCode } from '../policy/pins.ts'
import { takeRoots } from '../policy/take-roots.ts'
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
  typed: string,
): Promise<EnrolmentProblem | null> {
  return worker.turns('enrol', async () => {
    const { db, environment } = worker
    const origin = serverOrigin(serverUrl)
    if (origin === null) return 'SERVER_URL_INVALID'
    const known = await readValue(db, 'enrolment')
    const trust = await readValue(db, 'trust')
    const isSameServer = known?.serverUrl === origin && trust !== null
    // One from the time before roots were pinned enrols again.
    if (known && trust && !(await readValue(db, 'flush'))?.paused) return 'ALREADY_ENROLLED'
    const { code, pin: fromCode } = readCode(typed)
    const pin = await pinOf(worker, fromCode ?? (isSameServer ? trust.pin : null))
    if (pin === null) return 'FINGERPRINT_MISSING'
    const device = await ensureDevice(worker)
    const browserName = navigator.userAgent.slice(0, 200)
    const { version } = environment.browser.runtime.getManifest()
    const answer = await send(worker, origin, null, {
      method: 'POST',
      path: '/v1/enrolments',
      body: {
        code,
        device: device.id,
        publicKey: device.publicKey,
        browser: browserName,
        extensionVersion: version,
      },
      answer: enrolledSchema,
    })
    if (!answer.ok) return answer.reason === 'refused' ? problemOf(answer.code) : 'SERVER_UNREACHABLE'
    const { tenant, token } = answer.value
    const roots = await takeRoots((call) => send(worker, origin, token, call), { pin, chain: [] })
    const root = roots.chain.at(-1)
    // The pinned root says whose policies count. Whoever answers for another organisation is not who was meant.
    if (!root || root.root.tenant !== tenant)
      return !roots.ok && roots.unanswered ? 'SERVER_UNREACHABLE' : 'ROOT_UNKNOWN'
    await record(worker, {
      facts: [
        fact(worker, 'device.enrolled', { server: origin, browser: browserName, extensionVersion: version }),
      ],
      tables: [db.bundles],
      write: async () => {
        // Another server or tenant counts its versions anew; within one the floor stays whatever happens.
        if (known && (known.serverUrl !== origin || known.tenant !== answer.value.tenant)) {
          await db.values.bulkDelete([...ofOneServer])
          await db.bundles.clear()
        }
        await writeValue(db, 'trust', { pin, roots: roots.chain.map(({ envelope }) => envelope) })
        await writeValue(db, 'enrolment', { ...answer.value, serverUrl: origin, at: environment.now() })
        await writeValue(db, 'flush', { notBefore: 0, attempt: 0, paused: false })
      },
    })
    worker.trusted = null
    return null
  })
}

const ofOneServer = [
  'floor',
  'active',
  'kill',
  'killFloor',
  'timestamp',
  'timestampFloor',
  'mark',
  'tamperedAs',
] as const

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
