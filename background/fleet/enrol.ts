import { enrolledSchema } from '../../protocol/http/devices.ts'
import { enrolmentProblems } from '../../protocol/messages/extension-page.ts'
import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import { managedConfiguration } from '../managed/take-managed.ts'
import { pinOf, readCode } from '../policy/pins.ts'
import { takeRoots } from '../policy/take-roots.ts'
import type { Worker } from '../worker.ts'
import { ensureDevice, publicPart } from './device.ts'
import { send } from './server-call.ts'

export interface EnrolmentAsk {
  readonly serverUrl: string
  /** A code for one person, or the token of a fleet. */
  readonly code: string
  /** With the token of a fleet: whose browser this is, as the managed configuration says. */
  readonly person?: string
  /** The administrator may take a browser from one server to another; a person may not. */
  readonly moves?: boolean
  /** The code is for the key of this browser alone, which shows that it has it. */
  readonly isProven?: boolean
}

/**
 * Ties this installation to one server and one person. A device that is signed in stays where it is; one the server no
 * longer knows may enrol again, with what it has not sent yet.
 */
export async function enrol(worker: Worker, ask: EnrolmentAsk): Promise<EnrolmentProblem | null> {
  return worker.turns('enrol', async () => {
    const { db, environment } = worker
    const origin = serverOrigin(ask.serverUrl)
    if (origin === null) return 'SERVER_URL_INVALID'
    const known = await readValue(db, 'enrolment')
    const trust = await readValue(db, 'trust')
    const isSameServer = known?.serverUrl === origin && trust !== null
    const mayMove = ask.moves === true && !isSameServer
    if (!mayMove && (await isEnrolled(worker))) return 'ALREADY_ENROLLED'
    const { code, pin: fromCode } = readCode(ask.code)
    const pin = await pinOf(worker, fromCode ?? (isSameServer ? trust.pin : null))
    if (pin === null) return 'FINGERPRINT_MISSING'
    const device = await ensureDevice(worker)
    const browserName = navigator.userAgent.slice(0, 200)
    const { version } = environment.browser.runtime.getManifest()
    const answer = await send(worker, origin, ask.isProven === true ? code : null, {
      method: 'POST',
      path: '/v1/enrolments',
      body: {
        code,
        device: device.id,
        publicKey: publicPart(device.publicKey),
        browser: browserName,
        extensionVersion: version,
        ...(ask.person !== undefined && { person: ask.person }),
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
    const meant = await managedConfiguration(worker)
    if (meant?.tenant !== undefined && meant.tenant !== tenant) return 'TENANT_WRONG'
    if (meant?.environment !== undefined && meant.environment !== root.root.environment)
      return 'ENVIRONMENT_WRONG'
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
        await db.values.delete('enrolmentRequest')
      },
    })
    worker.trusted = null
    return null
  })
}

/** Signed in, and trusting a root: one from the time before roots were pinned enrols again. */
export async function isEnrolled({ db }: Worker): Promise<boolean> {
  const isKnown = (await readValue(db, 'enrolment')) !== null && (await readValue(db, 'trust')) !== null
  return isKnown && !(await readValue(db, 'flush'))?.paused
}

const ofOneServer = [
  'floor',
  'active',
  'kill',
  'killFloor',
  'killApplied',
  'timestamp',
  'timestampFloor',
  'mark',
  'tamperedAs',
] as const

function problemOf(code: string): EnrolmentProblem {
  return enrolmentProblems.find((problem) => problem === code) ?? 'SERVER_REFUSED'
}
