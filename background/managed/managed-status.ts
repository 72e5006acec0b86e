import type { ManagedProblem, ManagedStatus } from '../../protocol/managed.ts'
import type { EnrolmentProblem } from '../../protocol/messages/extension-page.ts'
import { serverOrigin } from '../../protocol/server-origin.ts'
import { readValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'

/** Which value to look at when the server would not enrol by it. */
const valueOf: Partial<Record<EnrolmentProblem, string>> = {
  SERVER_UNREACHABLE: 'serverUrl',
  SERVER_URL_INVALID: 'serverUrl',
  PERSON_UNKNOWN: 'person',
  PERSON_NOT_ALLOWED: 'person',
  TENANT_WRONG: 'tenant',
  ENVIRONMENT_WRONG: 'environment',
  ROOT_UNKNOWN: 'rootFingerprint',
  FINGERPRINT_MISSING: 'rootFingerprint',
}

/** Everything about the managed configuration that is not as its administrator meant it, in the order they can act on. */
export async function managedStatus(worker: Worker): Promise<ManagedStatus> {
  const managed = await readValue(worker.db, 'managed')
  if (!managed) return { state: 'none', problems: [], serverUrl: null }
  const problems = [...managed.problems, ...(await problemsInUse(worker))]
  const isThere = managed.asRead !== '' || managed.inForce !== null
  return {
    state: problems.length > 0 ? 'misconfigured' : isThere ? 'in-force' : 'none',
    problems,
    serverUrl: managed.inForce?.serverUrl ?? null,
  }
}

async function problemsInUse(worker: Worker): Promise<ManagedProblem[]> {
  const { db } = worker
  const managed = await readValue(db, 'managed')
  const enrolled = await readValue(db, 'enrolment')
  if (!managed?.inForce)
    return managed?.asRead === '' && managed.isSettled && !enrolled && (await isForceInstalled(worker))
      ? [{ value: '', reason: 'NOTHING' }]
      : []
  const { serverUrl, person, tenant } = managed.inForce
  const isElsewhere = enrolled && enrolled.serverUrl !== serverOrigin(serverUrl)
  const attempt = await readValue(db, 'managedEnrolment')
  const isTried = attempt?.asRead === managed.asRead && (!enrolled || isElsewhere)
  const code = isTried ? attempt.problem : null
  // A server that is away for a moment is no mistake of the configuration; one that never answers may be.
  if (code && (code !== 'SERVER_UNREACHABLE' || (attempt?.attempt ?? 0) >= 2)) {
    return [{ value: valueOf[code] ?? 'enrolmentToken', reason: 'REFUSED', code }]
  }
  if (isElsewhere) return [{ value: 'serverUrl', reason: 'DIFFERS' }]
  if (!enrolled) return []
  const isOther = person !== undefined && person.toLowerCase() !== enrolled.person.email.toLowerCase()
  return [
    ...(isOther ? [{ value: 'person', reason: 'DIFFERS' as const }] : []),
    ...(tenant !== undefined && tenant !== enrolled.tenant
      ? [{ value: 'tenant', reason: 'DIFFERS' as const }]
      : []),
  ]
}

/** Installed by an administrator, who will have meant to configure it too. */
async function isForceInstalled({ environment }: Worker): Promise<boolean> {
  const self = await environment.browser.management?.getSelf()
  return self?.installType === 'admin'
}
