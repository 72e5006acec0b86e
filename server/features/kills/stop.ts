import { readKillScope } from '../../../policy/kill-scope.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import type { Change } from '../../database/change.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'
import { issueKill } from './issue-kill.ts'
import { killsInForce, lockKills } from './kill-store.ts'

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: ProblemCode }

// As many as a kill document may hold.
const mostKills = 1000

/** One person stops (F55). Stopping what is stopped already changes nothing: two people may press at once. */
export async function stop(
  parts: Parts,
  who: PersonPrincipal,
  given: { readonly scope: string; readonly reason: string },
): Promise<Outcome> {
  const { tenant, person } = who
  const { scope, reason } = given
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    await lockKills(tx, tenant)
    const inForce = await killsInForce(tx, tenant)
    if (inForce.some((kill) => kill.scope === scope)) return { ok: true }
    const code = !(await canBeStopped(change, parts.packs, tenant, scope))
      ? 'SCOPE_UNKNOWN'
      : inForce.length >= mostKills
        ? 'KILLS_FULL'
        : null
    if (code !== null) {
      await recordServerEvent(change, {
        ...{ tenant, type: 'kill.refused', person: person.id, detail: { attempt: 'stop', scope, code } },
      })
      return { ok: false, reason: code }
    }
    const row = { tenant, id: parts.newId(), scope, reason, stopped_by: person.id, stopped_at: now, epoch: 0 }
    await tx
      .insertInto('kill_orders')
      .values({ ...row, restarted_by: null, restarted_at: null })
      .execute()
    const epoch = await issueKill(change, parts, { tenant, stops: true })
    await tx
      .updateTable('kill_orders')
      .set({ epoch })
      .where('tenant', '=', tenant)
      .where('id', '=', row.id)
      .execute()
    await recordServerEvent(change, {
      ...{ tenant, type: 'kill.ordered', person: person.id, detail: { scope, reason, epoch } },
    })
    return { ok: true }
  })
}

/** A scope that names nothing would look like a stop and stop nothing. */
async function canBeStopped(
  { tx }: Change,
  packs: readonly SitePack[],
  tenant: string,
  text: string,
): Promise<boolean> {
  const scope = readKillScope(text)
  if (scope?.kind !== 'integration') return scope !== null
  if (packs.some((pack) => pack.id === scope.site)) return true
  const row = await readBundle(tx, tenant, 'current')
  return (
    row !== undefined &&
    bundleOf(row).workflows.some(({ surfaces }) => surfaces.some((ref) => ref.startsWith(`${scope.site}/`)))
  )
}
