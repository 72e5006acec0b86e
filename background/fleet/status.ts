import { mostAgoMs } from '../../protocol/http/devices.ts'
import type { DeviceStatus } from '../../protocol/http/devices.ts'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import { z } from '../../policy/zod.ts'
import { readValue, writeValue } from '../db/values.ts'
import { managedStatus } from '../managed/managed-status.ts'
import { leaseNow } from '../policy/lease.ts'
import { trustedState } from '../policy/trusted.ts'
import { governedHosts, originOf } from '../sites/hosts.ts'
import type { Worker } from '../worker.ts'
import { trustedTime } from './contact.ts'
import { callServer } from './server-call.ts'

/** How this installation stands, for its own pages. */
export async function statusOf(worker: Worker): Promise<ExtensionStatus> {
  const { db, active } = worker
  const enrolment = await readValue(db, 'enrolment')
  const contact = await readValue(db, 'contact')
  const policy = await readValue(db, 'policy')
  const flush = await readValue(db, 'flush')
  const trusted = await trustedState(worker)
  const clock = (await trustedTime(worker)).isClockWrong ? 'CLOCK_WRONG' : null
  return {
    enrolled: enrolment !== null,
    person: enrolment && { name: enrolment.person.name, email: enrolment.person.email },
    roles: enrolment?.roles ?? [],
    serverUrl: enrolment?.serverUrl ?? null,
    connection: contact?.ok ? 'online' : 'offline',
    bundleVersion: active?.bundle.version ?? null,
    bundleIssuedAt: active?.bundle.issuedAt ?? null,
    lease: active ? await leaseNow(worker, active.bundle) : 'expired',
    waiting: await db.holds.where('state').anyOf('waiting', 'ready').count(),
    unsent: await db.outbox.count(),
    rejected: await db.deadLetters.count(),
    missingHosts: [...new Set((await governedHosts(worker)).missing.map(originOf))],
    managed: await managedStatus(worker),
    rootFingerprint: trusted.chain.at(-1)?.digest ?? null,
    problem: flush?.paused
      ? 'SIGNED_OUT'
      : trusted.tampered.length > 0
        ? 'POLICY_TAMPERED'
        : (policy?.problem ?? (enrolment ? (contact?.problem ?? clock) : null)),
  }
}

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

/** Tells the administrator which policy runs here. A server without this endpoint loses nothing else. */
export async function reportStatus(worker: Worker): Promise<void> {
  const { active, db } = worker
  const applied = await readValue(db, 'killApplied')
  const status: DeviceStatus = {
    bundleVersion: active?.bundle.version ?? null,
    bundleDigest: active?.digest ?? null,
    extensionVersion: worker.environment.browser.runtime.getManifest().version,
    unsent: await db.outbox.count(),
    rejected: await db.deadLetters.count(),
    problem: (await readValue(db, 'policy'))?.problem ?? null,
    missingHosts: [...(await governedHosts(worker)).missing],
    ...(applied && { killEpoch: applied.epoch, ...agoOf(worker.environment.now() - applied.at) }),
  }
  const answer = await callServer(worker, {
    method: 'POST',
    path: '/v1/devices/status',
    body: status,
    answer: z.unknown(),
  })
  if (!answer.ok || !applied) return
  await db.transaction('rw', db.values, async () => {
    const now = await readValue(db, 'killApplied')
    if (now?.epoch === applied.epoch) await writeValue(db, 'killApplied', { ...now, isReported: true })
  })
}

/** A length by this clock alone. One that was moved meanwhile says nothing, and nothing is said. */
function agoOf(ms: number): Pick<DeviceStatus, 'killAppliedAgoMs'> {
  return ms >= 0 && ms <= mostAgoMs ? { killAppliedAgoMs: Math.round(ms) } : {}
}
