import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { DeviceReport, DeviceStatus } from '../../../protocol/http/devices.ts'
import type { Store } from '../../database/store.ts'
import type { DevicePrincipal } from '../../http/principal.ts'

type Reported = Pick<DevicePrincipal, 'tenant' | 'device'> & { readonly status: DeviceStatus }
interface Waiting extends Reported {
  readonly done: () => void
  readonly failed: (error: unknown) => void
}
// A stop that is ordered meanwhile waits for one batch.
const mostAtOnce = 200
const collectMs = 50

/**
 * What devices say about themselves: advisory, a modified client can say anything. After a stop all of them report in the
 * same seconds, so what arrives within a moment shares one transaction and one flush of the disk; each is answered when it
 * is stored. The embedded store runs in this thread: without the wait nothing would arrive while it works.
 */
export function statusNotes(store: Store) {
  const waiting: Waiting[] = []
  let isRunning = false

  async function work(): Promise<void> {
    isRunning = true
    await pause(collectMs)
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const { tenant } = first
      const batch: Waiting[] = []
      // One device twice in a statement would be two updates of one row: the later waits for the next.
      const devices = new Set<string>()
      for (let at = 0; at < waiting.length && batch.length < mostAtOnce;) {
        const one = waiting[at]
        if (one === undefined || one.tenant !== tenant || devices.has(one.device)) at++
        else {
          devices.add(one.device)
          batch.push(...waiting.splice(at, 1))
        }
      }
      const isStored = await writeStatuses(store, tenant, batch).then(
        () => true,
        () => false,
      )
      if (isStored) for (const { done } of batch) done()
      else await apart(tenant, batch)
      await pause(collectMs)
    }
    isRunning = false
  }

  /** What is wrong with one of them is no failure of the others. */
  async function apart(tenant: string, batch: readonly Waiting[]): Promise<void> {
    for (const one of batch) await writeStatuses(store, tenant, [one]).then(one.done, one.failed)
  }

  return (reported: Reported): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ ...reported, done, failed })
      if (!isRunning) void work()
    })
}

async function writeStatuses(store: Store, tenant: string, batch: readonly Reported[]): Promise<void> {
  const rows = batch.map(({ device, status }) => ({
    device,
    bundle: status.bundleVersion,
    extension: status.extensionVersion.toWellFormed(),
    missing: (status.missingHosts ?? []).map((host) => host.toWellFormed()),
    epoch: status.killEpoch ?? null,
    ago: status.killAppliedAgoMs ?? null,
    report: reportOf(status),
    sent: status.sentAt ?? null,
  }))
  await store.transact({ tenant }, async (tx, now) => {
    const told = rows.map(({ sent, ...row }) => ({ ...row, skew: skewOf(sent, now) }))
    const given = sql`jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
      as given (device uuid, bundle bigint, extension text, missing jsonb, epoch bigint, ago double precision,
        report jsonb, skew bigint)`
    await sql`
      update devices set bundle_version = given.bundle, extension_version = given.extension, last_seen_at = ${now},
        missing_hosts = array(select jsonb_array_elements_text(given.missing)),
        report = given.report, report_at = ${now}, skew_ms = given.skew
      from ${given} where devices.tenant = ${tenant} and devices.id = given.device`.execute(tx)
    if (rows.every(({ epoch }) => epoch === null)) return
    // The first report of an epoch counts, one that was never issued counts as nothing, and no stop was obeyed before it was issued.
    await sql`
      insert into kill_reports (tenant, device, epoch, at, applied_at)
      select kill.tenant, given.device, kill.epoch, ${now}, case when given.ago is null then null
        else greatest(kill.issued_at, ${now}::timestamptz - given.ago * interval '1 millisecond') end
      from ${given} join kill_documents kill on kill.tenant = ${tenant} and kill.epoch = given.epoch
      on conflict do nothing`.execute(tx)
  })
}

function reportOf(status: DeviceStatus): DeviceReport {
  const { bundleDigest, unsent, rejected, problem, lease, managed, managedProblems } = status
  return {
    ...{ bundleDigest: bundleDigest?.toWellFormed() ?? null, unsent, rejected },
    problem: problem?.toWellFormed() ?? null,
    ...(lease !== undefined && { lease: lease.toWellFormed() }),
    ...(managed !== undefined && { managed }),
    ...(managedProblems && { managedProblems: managedProblems.map((one) => one.toWellFormed()) }),
  }
}

/** Minutes of network and queue are not told from a wrong clock, and need not be: see `clock` in fleet-view.ts. */
function skewOf(sentAt: string | null, now: Date): number | null {
  const sent = sentAt === null ? Number.NaN : Date.parse(sentAt)
  return Number.isNaN(sent) ? null : sent - now.getTime()
}
