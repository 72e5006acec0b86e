import { bundleEnvelopeSchema } from '../../protocol/http/devices.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import { callServer } from '../fleet/server-call.ts'
import { raiseMark } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'
import { verifyBundle } from './verify.ts'
import type { Verified } from './verify.ts'

/** A payload may be 1 MB; the envelope escapes it. */
const mostBytes = 2_500_000

/**
 * Fetches the bundle, verifies it, and stores it as the active one, in that order: at every moment the old or the new
 * policy is in force, never a mixture. True when another bundle became active.
 */
export async function pullBundle(worker: Worker): Promise<boolean> {
  return worker.turns('pull', () => pull(worker))
}

async function pull(worker: Worker): Promise<boolean> {
  const { db } = worker
  const enrolment = await readValue(db, 'enrolment')
  if (!enrolment) return false
  const active = await readValue(db, 'active')
  const answer = await callServer(worker, {
    method: 'GET',
    path: '/v1/bundle',
    answer: bundleEnvelopeSchema,
    ifNoneMatch: active && `"${active.digest}"`,
    maxBytes: mostBytes,
  })
  // A 304 is no news and extends nothing: the lease ends when the signed bundle says so (policy client 12).
  if (!answer.ok) {
    if (answer.reason === 'malformed' || answer.reason === 'too-large')
      await reject(worker, { ok: false, reason: 'MALFORMED', detail: answer.reason })
    return false
  }
  const floor = await readValue(db, 'floor')
  const verified = await verifyBundle(answer.value.payload, { tenant: enrolment.tenant, floor })
  if (!verified.ok) {
    await reject(worker, verified)
    return false
  }
  if (!verified.isNew && active?.digest === verified.digest) {
    await noteProblem(worker, null)
    return false
  }
  await activate(worker, answer.value.payload, verified, active?.version ?? null)
  return true
}

/** Bundle, floor, pointer and event in one strict transaction. */
async function activate(
  worker: Worker,
  payload: string,
  { bundle, digest }: Extract<Verified, { ok: true }>,
  previousVersion: number | null,
): Promise<void> {
  const { db, environment } = worker
  await record(worker, {
    facts: [
      fact(worker, 'policy.activated', { version: bundle.version, digest, previousVersion }, bundle.version),
    ],
    tables: [db.bundles],
    write: async () => {
      await db.bundles.put({ version: bundle.version, digest, payload, activatedAt: environment.now() })
      await writeValue(db, 'floor', { version: bundle.version, digest })
      await writeValue(db, 'active', { version: bundle.version, digest })
      await raiseMark(worker, Date.parse(bundle.issuedAt))
      await noteProblem(worker, null)
    },
  })
}

/** The bundle before stays in force. The same refusal is recorded once, not at every poll. */
async function reject(worker: Worker, verified: Extract<Verified, { ok: false }>): Promise<void> {
  const { db } = worker
  const sign = JSON.stringify(verified)
  if ((await readValue(db, 'policy'))?.reportedAs === sign) return
  await record(worker, {
    facts: [rejection(worker, verified)],
    write: () => noteProblem(worker, `POLICY_${verified.reason}`, sign),
  })
}

function rejection(worker: Worker, verified: Extract<Verified, { ok: false }>) {
  switch (verified.reason) {
    case 'ROLLBACK': {
      const { offered, floor, digest } = verified
      return fact(worker, 'policy.rollback-rejected', { offered, floor, digest })
    }
    case 'EQUIVOCATION': {
      const { version, known, offered } = verified
      return fact(worker, 'policy.equivocation', { version, known, offered })
    }
    case 'MALFORMED':
    case 'OTHER_TENANT':
      return fact(worker, 'policy.rejected', { reason: verified.reason, detail: verified.detail })
  }
}

async function noteProblem(
  worker: Worker,
  problem: string | null,
  reportedAs: string | null = null,
): Promise<void> {
  await writeValue(worker.db, 'policy', { problem, checkedAt: worker.environment.now(), reportedAs })
}
