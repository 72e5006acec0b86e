import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import { readValue } from '../db/values.ts'
import { managedStatus } from '../managed/managed-status.ts'
import { leaseNow } from '../policy/lease.ts'
import { trustedState } from '../policy/trusted.ts'
import { governedHosts, originOf } from '../sites/hosts.ts'
import type { Worker } from '../worker.ts'
import { trustedTime } from './contact.ts'

/** How this installation stands, for its own pages. */
export async function statusOf(worker: Worker): Promise<ExtensionStatus> {
  const { db, active } = worker
  const enrolment = await readValue(db, 'enrolment')
  const contact = await readValue(db, 'contact')
  const policy = await readValue(db, 'policy')
  const flush = await readValue(db, 'flush')
  const asked = await readValue(db, 'enrolmentRequest')
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
    enrolling: asked && {
      ...{ url: `${asked.serverUrl}/enrol/${asked.id}`, code: asked.code, problem: asked.problem },
      until: new Date(asked.until).toISOString(),
    },
    rootFingerprint: trusted.chain.at(-1)?.digest ?? null,
    problem: flush?.paused
      ? 'SIGNED_OUT'
      : trusted.tampered.length > 0
        ? 'POLICY_TAMPERED'
        : (policy?.problem ?? (enrolment ? (contact?.problem ?? clock) : null)),
  }
}
