import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../policy/bundle.ts'
import type { Decision } from '../../policy/decision.ts'
import { parseBundle } from '../../policy/parse-bundle.ts'
import type { Suggestion } from '../../policy/explanation.ts'
import { reEvaluate } from '../../server/features/approvals/re-evaluate.ts'
import { addExplanation } from '../../server/features/explanations/explanation-store.ts'
import { sorted, specificationCases, told } from '../specification/run.ts'
import type { SpecificationCase } from '../specification/run.ts'
import { openHarness } from './harness.ts'
import type { Harness } from './harness.ts'
import { storeKind } from './stores.ts'

/**
 * A server is nobody's browser: it has no lease, holds no reservation, and takes nobody's word for what was fulfilled. What
 * does not parse was never published.
 */
const isForServer = ({ bundle, facts }: SpecificationCase) =>
  parseBundle(bundle).ok &&
  facts.lease === 'fresh' &&
  facts.fulfilled.length === 0 &&
  Object.keys(facts.reserved).length === 0 &&
  facts.mayHaveSuggestion !== true

describe(`the server on ${storeKind}`, () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await openHarness()
  })
  afterAll(() => harness.close())

  test('decides every case of the specification that a server can be asked, as page and worker do', async () => {
    const cases = specificationCases()
    const own = cases.filter(isForServer)
    for (const one of own) {
      const decision = await decideAtServer(one)
      expect(told(decision, one.expected), `${one.file}: ${one.name}`).toEqual(sorted(one.expected))
    }
    expect(own.length, `${cases.length} cases in all`).toBeGreaterThanOrEqual(200)
  })

  const tenants = new Map<string, string>()

  /** A tenant with the policy and the stops of a case, which those that differ in neither share. */
  async function tenantFor({ bundle, facts }: SpecificationCase): Promise<string> {
    const killed = [...bundle.killed, ...facts.killed]
    const key = JSON.stringify([bundle, killed])
    const known = facts.suggestion ? undefined : tenants.get(key)
    if (known !== undefined) return known
    const tenant = await harness.tenant(null)
    await harness.publish(tenant, policyOf(bundle))
    if (killed.length > 0) await harness.kill(tenant, killed)
    if (!facts.suggestion) tenants.set(key, tenant)
    return tenant
  }

  /** Published, stored and read again, with the suggestion pushed as a vendor would. */
  async function decideAtServer(one: SpecificationCase): Promise<Decision> {
    const { action, facts, now } = one
    const tenant = await tenantFor(one)
    return harness.store.transact({ tenant }, async (tx) => {
      if (facts.suggestion) await push(tx, tenant, action, facts.suggestion)
      const evaluated = await reEvaluate(
        tx,
        { tenant, device: nobody, person: randomUUID() },
        action,
        new Date(now),
      )
      if (evaluated === null) throw new Error('There is no policy.')
      return evaluated.decision
    })
  }
})

const nobody = '00000000-0000-4000-8000-000000000000'

function policyOf(bundle: SpecificationCase['bundle']): Policy {
  const {
    tenant: _,
    environment: _e,
    version: _v,
    issuedAt: _i,
    notAfter: _n,
    previous: _p,
    killed: _k,
    ...policy
  } = bundle
  return policy
}

async function push(
  tx: Parameters<typeof addExplanation>[0],
  tenant: string,
  { site, account, record, operation }: SpecificationCase['action'],
  { id, suggested, model = 'scout-1' }: Suggestion,
): Promise<void> {
  const now = new Date('2026-03-02T09:00:00.000Z')
  const explanation = {
    ...{ id, site, account, operation, model, suggested },
    record: { type: record?.type ?? '', id: record?.ids[0] ?? '' },
    ...{ drivers: [], dataAsOf: null, confidence: null, sources: [], at: now.toISOString() },
  }
  await addExplanation(tx, { tenant, explanation, text: JSON.stringify(explanation), digest: id, now })
}
