import type { Consent } from '../../../protocol/http/passkeys.ts'
import type { Change } from '../../database/change.ts'
import type { Tables } from '../../database/tables.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { consentProblem } from '../passkeys/consent.ts'
import { issueKill } from './issue-kill.ts'
import { lockKills } from './kill-store.ts'
import type { Outcome } from './stop.ts'

type Restart = Tables['kill_restarts'] & { readonly scope: string }

/** Asks to restart what is stopped. Nothing runs again before a second person has confirmed it (F55). */
export async function requestRestart(
  parts: Parts,
  who: PersonPrincipal,
  given: { readonly scope: string; readonly reason: string },
): Promise<Outcome> {
  const { tenant, person } = who
  const { scope, reason } = given
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    await lockKills(tx, tenant)
    const kill = await tx
      .selectFrom('kill_orders')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('scope', '=', scope)
      .where('restarted_at', 'is', null)
      .executeTakeFirst()
    if (kill === undefined) return refused(change, who, { attempt: 'restart', scope, code: 'KILL_UNKNOWN' })
    const id = parts.newId()
    const row = { tenant, id, kill: kill.id, reason, requested_by: person.id, requested_at: now }
    const made = await tx
      .insertInto('kill_restarts')
      .values({ ...row, closed_by: null, closed_at: null })
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'kill']).where('closed_at', 'is', null).doNothing(),
      )
      .returning('id')
      .executeTakeFirst()
    if (made === undefined)
      return refused(change, who, { attempt: 'restart', scope, code: 'RESTART_PENDING' })
    await recordServerEvent(change, {
      ...{ tenant, type: 'restart.requested', person: person.id },
      detail: { restart: id, scope, reason },
    })
    return { ok: true }
  })
}

/** The second person: whoever asked cannot confirm. */
export async function confirmRestart(
  parts: Parts,
  who: PersonPrincipal,
  { id, consent }: { readonly id: string; readonly consent?: Consent | undefined },
): Promise<Outcome> {
  return closeRestart(parts, who, { id, consent, attempt: 'confirm' })
}

/** Anyone who may stop may take a request to restart away: what is stopped stays stopped. */
export async function withdrawRestart(
  parts: Parts,
  who: PersonPrincipal,
  { id }: { readonly id: string },
): Promise<Outcome> {
  return closeRestart(parts, who, { id, consent: undefined, attempt: 'withdraw' })
}

interface Closing {
  readonly id: string
  readonly consent: Consent | undefined
  readonly attempt: 'confirm' | 'withdraw'
}

async function closeRestart(
  parts: Parts,
  who: PersonPrincipal,
  { id, consent, attempt }: Closing,
): Promise<Outcome> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    await lockKills(tx, tenant)
    const restart = await openRestart(change, tenant, id)
    if (restart === undefined) return refused(change, who, { attempt, scope: null, code: 'RESTART_UNKNOWN' })
    const { scope, reason, requested_by: requestedBy } = restart
    if (attempt === 'confirm' && requestedBy === person.id)
      return refused(change, who, { attempt, scope, code: 'OWN_RESTART' })
    const asked = { purpose: 'restart', subject: id, consent } as const
    const problem = attempt === 'confirm' ? await consentProblem(change, parts, who, asked) : null
    if (problem !== null) return refused(change, who, { attempt, scope, code: problem })
    await tx
      .updateTable('kill_restarts')
      .set({ closed_by: person.id, closed_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute()
    const told = { tenant, person: person.id }
    if (attempt === 'withdraw') {
      await recordServerEvent(change, { ...told, type: 'restart.withdrawn', detail: { restart: id, scope } })
      return { ok: true }
    }
    await tx
      .updateTable('kill_orders')
      .set({ restarted_by: person.id, restarted_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', restart.kill)
      .execute()
    const epoch = await issueKill(change, parts, { tenant, stops: false })
    await recordServerEvent(change, {
      ...{ ...told, type: 'restart.confirmed', detail: { restart: id, scope, reason, requestedBy, epoch } },
    })
    return { ok: true }
  })
}

function openRestart({ tx }: Change, tenant: string, id: string): Promise<Restart | undefined> {
  return tx
    .selectFrom('kill_restarts as restart')
    .innerJoin('kill_orders as kill', (join) =>
      join.onRef('kill.tenant', '=', 'restart.tenant').onRef('kill.id', '=', 'restart.kill'),
    )
    .selectAll('restart')
    .select('kill.scope')
    .where('restart.tenant', '=', tenant)
    .where('restart.id', '=', id)
    .where('restart.closed_at', 'is', null)
    .executeTakeFirst()
}

async function refused(
  change: Change,
  { tenant, person }: PersonPrincipal,
  detail: {
    readonly attempt: 'restart' | 'confirm' | 'withdraw'
    readonly scope: string | null
    readonly code: ProblemCode
  },
): Promise<Outcome> {
  await recordServerEvent(change, { tenant, type: 'kill.refused', person: person.id, detail })
  return { ok: false, reason: detail.code }
}
