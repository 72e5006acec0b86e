import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import type { AuditEvent } from '../../protocol/audit/event.ts'
import type { Store } from '../../server/database/store.ts'
import { hashOf } from '../../server/http/principal.ts'
import { anEvent } from '../server/events.ts'
import { openHarness, origin } from '../server/harness.ts'
import type { Rep } from '../server/harness.ts'
import { closeSharedStore } from '../server/stores.ts'
import type { Batches } from './ingest-client.ts'

const batchSize = 100
const devices = 4
const rounds = 60
const warmUp = 10

/**
 * Batches of several devices through the whole server, against the same rows by a bare statement on the same store. The
 * embedded store runs in the server's own thread, so that thread's CPU time is the cost of each, whatever else the machine does.
 */
async function ratio(): Promise<number> {
  const harness = await openHarness()
  let client: Worker | null = null
  try {
    const tenant = await harness.tenant()
    const reps = await Promise.all(
      Array.from({ length: devices }, (_, index) => harness.rep(tenant, `rep${index}`)),
    )
    await harness.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = harness.app.server.address() as AddressInfo
    const tokens = reps.map((rep) => rep.token)
    client = new Worker(new URL('./ingest-client.ts', import.meta.url), { workerData: { port, tokens } })
    const sender = client
    let sequence = 0
    const measured: Record<'server' | 'bare', number[]> = { server: [], bare: [] }
    for (let round = 0; round < rounds; round += 1) {
      const batchesFor = (device: (rep: Rep) => string) => {
        const first = sequence
        sequence += batchSize
        return reps.map((rep) =>
          Array.from({ length: batchSize }, (_, index) => anEvent(device(rep), first + index + 1)),
        )
      }
      const bodies = batchesFor((rep) => rep.device).map((events) => JSON.stringify({ events }))
      sequence -= batchSize
      // Rows of the bare side belong to devices of their own, so that it leaves no forks for the server to find.
      const columns = batchesFor((rep) => rep.id).map(columnsOf)
      const url = `${origin}/v1/events`
      const nonce = harness.parts.proofs.nonce()
      const proofs = await Promise.all(
        reps.map(({ key, token }) => key.prove({ method: 'POST', url, token, nonce })),
      )
      const sides = {
        server: async () => {
          sender.postMessage({ bodies, proofs } satisfies Batches)
          const [answer] = (await once(sender, 'message')) as [string]
          if (answer !== 'stored') throw new Error(answer)
        },
        bare: () =>
          Promise.all(
            columns.map((given, index) => insertBare(harness.store, tenant, reps[index]?.id ?? '', given)),
          ),
      }
      // The order alternates, so that neither side always finds the machine warm.
      for (const side of round % 2 === 0 ? (['server', 'bare'] as const) : (['bare', 'server'] as const)) {
        const start = process.threadCpuUsage()
        await sides[side]()
        const spent = process.threadCpuUsage(start)
        measured[side].push((batchSize * devices) / ((spent.user + spent.system) / 1e6))
      }
    }
    const ratios = measured.server
      .map((server, round) => server / (measured.bare[round] ?? Infinity))
      .slice(warmUp)
    const [server, bare] = [median(measured.server), median(measured.bare)]
    process.stderr.write(`ingest: ${Math.round(server)} events a CPU second, bare ${Math.round(bare)}\n`)
    return Math.round(median(ratios) * 1000) / 1000
  } finally {
    await client?.terminate()
    await harness.close()
    await closeSharedStore()
  }
}

/** Of ratios taken side by side within a round: what others do on the machine in between moves both. */
function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
}

type Columns = ReturnType<typeof columnsOf>

/** Worked out before the clock starts: the bare side does nothing but insert. */
function columnsOf(events: readonly AuditEvent[]) {
  const raw = events.map((event) => canonical(event as unknown as Json))
  return {
    raw,
    id: events.map((event) => event.id),
    type: events.map((event) => event.type),
    at: events.map((event) => event.at),
    hold: events.map((event) => event.subject.hold),
    workflow: events.map((event) => event.subject.workflow),
    sequence: events.map((event) => event.sequence),
    digest: raw.map(hashOf),
  }
}

async function insertBare(store: Store, tenant: string, person: string, given: Columns): Promise<void> {
  await store.kysely.transaction().execute((tx) =>
    sql`insert into audit_events
        (tenant, id, device, person, sequence, type, at, received_at, hold, workflow, digest, raw, body)
      select ${tenant}, id, ${person}::uuid, ${person}::uuid, sequence, type, at, now(), hold, workflow, digest,
        convert_to(raw, 'UTF8'), raw::jsonb
      from unnest(${given.id}::uuid[], ${given.sequence}::bigint[], ${given.type}::text[], ${given.at}::text[],
          ${given.hold}::text[], ${given.workflow}::text[], ${given.digest}::text[], ${given.raw}::text[])
        as given (id, sequence, type, at, hold, workflow, digest, raw)`.execute(tx),
  )
}

export const benches = [
  { name: 'ingest-of-100-event-batches', unit: 'x bare insert', goal: 0.6, better: 'higher', run: ratio },
] as const
