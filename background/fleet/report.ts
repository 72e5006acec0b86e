import { mostAgoMs } from '../../protocol/http/devices.ts'
import type { DeviceStatus } from '../../protocol/http/devices.ts'
import { z } from '../../policy/zod.ts'
import { readValue, writeValue } from '../db/values.ts'
import { managedStatus } from '../managed/managed-status.ts'
import { leaseNow } from '../policy/lease.ts'
import { governedHosts } from '../sites/hosts.ts'
import type { Worker } from '../worker.ts'
import { callServer } from './server-call.ts'

/** How old the newest word of a browser that is open may be: a fleet of 10,000 says so 17 times a second. */
const mostSilenceMs = 10 * 60_000

/** After what is stopped is in force and every page was told. True while the server has not heard of it. */
export async function noteApplied(worker: Worker): Promise<boolean> {
  const { db, environment } = worker
  const epoch = worker.trusted?.kill?.document.epoch
  if (epoch === undefined) return false
  return db.transaction('rw', db.values, async () => {
    const known = await readValue(db, 'killApplied')
    if (known?.epoch === epoch) return !known.isReported
    await writeValue(db, 'killApplied', { epoch, at: environment.now(), isReported: false })
    return true
  })
}

/** Tells the administrator how this browser stands, when that changed and often enough to be known as alive. */
export async function reportWhenDue(worker: Worker): Promise<void> {
  const { db, environment } = worker
  if (!(await readValue(db, 'enrolment'))) return
  const told = await readValue(db, 'reported')
  const isSame = told?.asTold === asToldOf(await statusToTell(worker))
  if (isSame && Math.abs(environment.now() - told.at) < mostSilenceMs) return
  await reportStatus(worker)
}

/** A server without this endpoint loses nothing else. */
export async function reportStatus(worker: Worker): Promise<void> {
  const { db, environment } = worker
  const applied = await readValue(db, 'killApplied')
  const status = await statusToTell(worker)
  const ago = applied && { killEpoch: applied.epoch, ...agoOf(environment.now() - applied.at) }
  const answer = await callServer(worker, {
    method: 'POST',
    path: '/v1/devices/status',
    body: { ...status, ...ago, sentAt: new Date(environment.now()).toISOString() } satisfies DeviceStatus,
    answer: z.unknown(),
  })
  if (!answer.ok) return
  await db.transaction('rw', db.values, async () => {
    await writeValue(db, 'reported', { asTold: asToldOf(status), at: environment.now() })
    const now = await readValue(db, 'killApplied')
    if (applied && now?.epoch === applied.epoch)
      await writeValue(db, 'killApplied', { ...now, isReported: true })
  })
}

async function statusToTell(worker: Worker): Promise<DeviceStatus> {
  const { active, db } = worker
  const managed = await managedStatus(worker)
  const problems = managed.problems.map(({ value, reason, code }) => `${value}: ${code ?? reason}`)
  return {
    bundleVersion: active?.bundle.version ?? null,
    bundleDigest: active?.digest ?? null,
    extensionVersion: worker.environment.browser.runtime.getManifest().version,
    unsent: await db.outbox.count(),
    rejected: await db.deadLetters.count(),
    problem: (await readValue(db, 'policy'))?.problem ?? null,
    missingHosts: [...(await governedHosts(worker)).missing],
    lease: active ? await leaseNow(worker, active.bundle) : 'expired',
    managed: managed.state,
    managedProblems: problems.slice(0, 50).map((problem) => problem.slice(0, 150)),
  }
}

/** What waits to be sent changes all the time and is no news by itself. */
function asToldOf(status: DeviceStatus): string {
  return JSON.stringify({ ...status, unsent: 0 })
}

/** A length by this clock alone. One that was moved meanwhile says nothing, and nothing is said. */
function agoOf(ms: number): Pick<DeviceStatus, 'killAppliedAgoMs'> {
  return ms >= 0 && ms <= mostAgoMs ? { killAppliedAgoMs: Math.round(ms) } : {}
}
