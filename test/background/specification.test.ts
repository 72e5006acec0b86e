import { describe, expect, test } from 'vitest'
import { decide } from '../../background/decisions/decide.ts'
import { createTurns } from '../../background/turns.ts'
import { createPorts } from '../../background/messaging/ports.ts'
import { openDatabase } from '../../background/db/database.ts'
import { writeValue } from '../../background/db/values.ts'
import { compileSlice } from '../../policy/compile.ts'
import { prepare } from '../../policy/prepare.ts'
import type { Trusted } from '../../background/policy/trusted.ts'
import type { Bundle } from '../../policy/bundle.ts'
import type { Lease } from '../../policy/facts.ts'
import type { Worker } from '../../background/worker.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { buildPack } from '../policy/build.ts'
import { runCases } from '../specification/run.ts'
import type { SpecificationCase } from '../specification/run.ts'

describe('the worker', () => {
  test('decides every case of the specification as page and server do', async () => {
    const outcomes = await runCases(async (one) => {
      const { fulfilled, reserved, suggestion, mayHaveSuggestion = false } = one.facts
      const known = { fulfilled, reserved, suggestion, mayHaveSuggestion }
      return (await decide(await workerFor(one), one.action, known)).decision
    })
    expect(outcomes.length).toBeGreaterThanOrEqual(150)
    for (const { file, name, expected, actual } of outcomes)
      expect(actual, `${file}: ${name}`).toEqual(expected)
  })
})

/** A worker whose active policy, clock and contact are those of the case. */
async function workerFor({ bundle, action, facts, now }: SpecificationCase): Promise<Worker> {
  const database = { name: 'countersign', indexedDB: new IDBFactory(), keyRange: IDBKeyRange }
  const leased = { ...bundle, ...leasedFor(facts.lease, now), killed: [...bundle.killed, ...facts.killed] }
  const state = { bundleDigest: '', lease: facts.lease, killed: [], reserved: {}, suggestions: [] }
  const slice = compileSlice(leased, buildPack(action.site), state)
  const worker: Worker = {
    environment: { now: () => now, database } as Worker['environment'],
    db: openDatabase(database),
    ports: createPorts(),
    packs: { good: [], bad: [] },
    turns: createTurns(),
    trusted: currentTrust(leased, now),
    active: {
      bundle: leased,
      digest: '',
      packs: { good: [], bad: [], disabled: [] },
      slices: new Map([[action.site, { slice, prepared: prepare(slice) }]]),
    },
    catchingUp: null,
    contactChanged: () => {},
    holdTouched: () => {},
  }
  await writeValue(worker.db, 'contact', {
    ok: facts.lease !== 'no-contact',
    at: now,
    problem: null,
  })
  return worker
}

/** Times that put the lease where the case has it. */
function leasedFor(lease: Lease, now: number): { issuedAt: string; notAfter: string } {
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
  switch (lease) {
    case 'fresh':
    case 'no-contact':
      return { issuedAt: at(-1), notAfter: at(10) }
    case 'refresh-due':
      return { issuedAt: at(-9), notAfter: at(1) }
    case 'expired':
    default:
      // A lease nobody knows: the worker has none such, and the case expects what has ended.
      return { issuedAt: at(-10), notAfter: at(0) }
  }
}

/** Signed time that vouches for exactly this policy. */
function currentTrust(bundle: Bundle, now: number): Trusted {
  const at = (ms: number) => new Date(now + ms).toISOString()
  const { tenant, environment = '', version } = bundle
  const common = { format: 1, tenant, environment, issuedAt: at(-1000) } as const
  return {
    ...{ pin: null, chain: [], tampered: [], policy: { bundle, digest: '', root: 1 } },
    timestamp: {
      ...{ ...common, version: 1, notAfter: at(600_000), root: 1, bundle: { version, digest: '' } },
      kill: { epoch: 0, digest: '' },
    },
    named: { version, digest: '' },
    kill: { digest: '', root: 1, document: { ...common, epoch: 0, killed: [] } },
  }
}
