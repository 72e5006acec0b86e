import type { Selectable } from 'kysely'
import type { z } from '../../../policy/zod.ts'
import { commitmentTo, thumbprintOf } from '../../../policy/trust/enrolment-check.ts'
import type {
  enrolmentAnswerSchema,
  enrolmentRequestedSchema,
  enrolmentRequestSchema,
} from '../../../protocol/http/enrolment-requests.ts'
import type { DeviceKey } from '../../../protocol/http/proof.ts'
import type { Change } from '../../database/change.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { addCredential, newSecret, revokeCredentials } from '../identity/credential-store.ts'
import type { ProofProblem } from '../identity/proof-of-possession.ts'
import { currentRoot, rootFingerprint } from '../signing/trust-store.ts'
import { newCode, normal } from './enrolment-code.ts'

const day = 86_400_000
const minute = 60_000
/** Long enough to sign in with a second factor. */
const openMs = 10 * minute
/** A browser shows its key in the same second; until it did, a row has cost nobody anything. */
const unprovenMs = minute
const codeMs = 5 * minute
/** Of browsers nobody knows. Whoever fills this up keeps others waiting a minute, and enrols nobody. */
const mostOpen = 1000

export type EnrolmentRequestRow = Selectable<Tables['enrolment_requests']>
type Requested = z.infer<typeof enrolmentRequestedSchema>
type Answered = z.infer<typeof enrolmentAnswerSchema>

/**
 * Anybody may ask: nothing is worth anything before a signed-in person has said yes. null: too many do at once, or this
 * server has just begun and has no root to show.
 */
export async function requestEnrolment(
  { store, newId, tenant }: Parts,
  asked: z.infer<typeof enrolmentRequestSchema>,
): Promise<Requested | null> {
  return store.transact({ tenant }, async (tx, now) => {
    const before = new Date(now.getTime() - day)
    await tx
      .deleteFrom('enrolment_requests')
      .where('tenant', '=', tenant)
      .where('expires_at', '<', before)
      .execute()
    const { open } = await tx
      .selectFrom('enrolment_requests')
      .select((row) => row.fn.countAll<string>().as('open'))
      .where('tenant', '=', tenant)
      .where('expires_at', '>', now)
      .where('state', 'in', ['asked', 'waiting'])
      .executeTakeFirstOrThrow()
    if (Number(open) >= mostOpen || (await currentRoot(tx, tenant)) === undefined) return null
    const [id, secret, root] = [newId(), newSecret(), await rootFingerprint(tx, tenant)]
    await tx
      .insertInto('enrolment_requests')
      .values({
        ...{ tenant, id, state: 'asked', secret_hash: hashOf(secret), device: asked.device, root },
        ...{ public_key: JSON.stringify(asked.publicKey), commitment: asked.commitment, nonce: null },
        ...{
          browser: asked.browser.toWellFormed(),
          extension_version: asked.extensionVersion.toWellFormed(),
        },
        ...{ asked_at: now, expires_at: new Date(now.getTime() + unprovenMs) },
        ...{ person: null, decided_at: null, code_hash: null },
      })
      .execute()
    return { id, secret, root, expiresInSeconds: openMs / 1000 }
  })
}

export interface EnrolmentQuestion {
  readonly id: string
  readonly secret: string
  readonly nonce: string
  /** Whether the key of the request asks. */
  readonly prove: (key: DeviceKey) => ProofProblem | null
}
export type EnrolmentAnswered =
  | { readonly ok: true; readonly answer: Answered }
  | { readonly ok: false; readonly reason: ProofProblem | 'ENROLMENT_REQUEST_UNKNOWN' }

/** What became of a request, for the one browser that holds both its secret and its key. */
export async function answerEnrolment(
  { store, newId, tenant }: Parts,
  { id, secret, nonce, prove }: EnrolmentQuestion,
): Promise<EnrolmentAnswered> {
  return store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId }
    const row = await lockRequest(change, tenant, id)
    if (row === undefined || row.secret_hash !== hashOf(secret)) return unknown
    const problem = prove(row.public_key)
    if (problem !== null) return { ok: false, reason: problem }
    if (row.expires_at <= now) return answered('expired')
    if (row.nonce === null) {
      if ((await commitmentTo(nonce)) !== row.commitment) return unknown
      const expires = new Date(row.asked_at.getTime() + openMs)
      await updateRequest(change, row, { state: 'waiting', nonce, expires_at: expires })
      return answered('waiting')
    }
    if (row.state !== 'confirmed' || row.person === null) return answered(row.state)
    return answered('confirmed', await codeFor(change, row, row.person))
  })
}

const unknown = { ok: false, reason: 'ENROLMENT_REQUEST_UNKNOWN' } as const

function answered(state: Answered['state'], code: string | null = null): EnrolmentAnswered {
  return { ok: true, answer: { state, code } }
}

/** An answer may be lost on its way: the next one brings another code and takes the one before back. */
async function codeFor(change: Change, row: EnrolmentRequestRow, person: string): Promise<string> {
  const { tx, now } = change
  const { tenant } = row
  if (row.code_hash !== null) await revokeCredentials(tx, { tenant, hash: row.code_hash }, now)
  const code = newCode(3)
  await addCredential(tx, normal(code), {
    ...{ tenant, kind: 'enrolment', label: 'sign-in', person, created_at: now },
    ...{ expires_at: new Date(now.getTime() + codeMs), key_thumbprint: await thumbprintOf(row.public_key) },
  })
  await updateRequest(change, row, { code_hash: hashOf(normal(code)) })
  return code
}

export async function lockRequest(
  { tx }: Pick<Change, 'tx'>,
  tenant: string,
  id: string,
): Promise<EnrolmentRequestRow | undefined> {
  return tx
    .selectFrom('enrolment_requests')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateRequest(
  { tx }: Pick<Change, 'tx'>,
  { tenant, id }: Pick<EnrolmentRequestRow, 'tenant' | 'id'>,
  set: Partial<Omit<EnrolmentRequestRow, 'public_key'>>,
): Promise<void> {
  await tx
    .updateTable('enrolment_requests')
    .set(set)
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute()
}
