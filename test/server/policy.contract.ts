import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseBundle } from '../../policy/parse-bundle.ts'
import {
  policyDocumentSchema,
  policyFindingsSchema,
  policyVersionsSchema,
} from '../../protocol/http/policy.ts'
import { registerSchema } from '../../protocol/http/register.ts'
import { openHarness, sortedStatuses } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

describe(`policy on ${storeKind}`, () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await openHarness()
  })
  afterAll(() => harness.close())

  async function scene(): Promise<{ tenant: string; rep: Rep; admin: Someone }> {
    const tenant = await harness.tenant()
    return {
      tenant,
      rep: await harness.rep(tenant),
      admin: await harness.atConsole(tenant, 'alex', ['admin']),
    }
  }
  const publish = (who: Someone, basedOn: number, policy: unknown = testPolicy) =>
    who.ask('POST', '/v1/policy/versions', { basedOn, note: 'Because.', policy })

  test('a device gets the exact bytes the ETag is the digest of, and nothing when it has them', async () => {
    const { tenant, rep } = await scene()
    const answer = await rep.ask('GET', '/v1/bundle')
    const digest = createHash('sha256').update(answer.body.payload).digest('hex')
    expect(answer.headers['etag']).toBe(`"${digest}"`)
    const parsed = parseBundle(JSON.parse(answer.body.payload))
    expect(parsed).toMatchObject({ ok: true, bundle: { tenant, version: 1, previous: null, killed: [] } })
    const again = await rep.ask('GET', '/v1/bundle', undefined, { 'if-none-match': `W/"x", "${digest}"` })
    expect(again).toMatchObject({ status: 304, body: '' })
  })

  test('F74 a publication is the next version, names the one before, and every version can be read again', async () => {
    const { rep, admin } = await scene()
    const first = await rep.ask('GET', '/v1/bundle')
    const changed = { ...testPolicy, freshnessLimitHours: 7 }
    const published = await publish(admin, 1, changed)
    expect(published.status).toBe(201)
    expect(policyDocumentSchema.parse(published.body)).toMatchObject({
      version: 2,
      note: 'Because.',
      issuedBy: { name: 'alex' },
      policy: changed,
    })
    const second = JSON.parse((await rep.ask('GET', '/v1/bundle')).body.payload)
    expect(second).toMatchObject({
      version: 2,
      previous: createHash('sha256').update(first.body.payload).digest('hex'),
    })
    const versions = policyVersionsSchema.parse((await admin.ask('GET', '/v1/policy/versions')).body)
    expect(versions.items.map((item) => item.version)).toEqual([2, 1])
    expect((await admin.ask('GET', '/v1/policy/versions/1')).body.policy).toEqual(testPolicy)
    expect((await admin.ask('GET', '/v1/policy')).body.version).toBe(2)
    expect((await admin.ask('GET', '/v1/policy/versions/9')).body.code).toBe('VERSION_UNKNOWN')
  })

  test('two people who edit the same version cannot both publish, and the refusal is recorded', async () => {
    const { admin } = await scene()
    const answers = await Promise.all([publish(admin, 1), publish(admin, 1), publish(admin, 1)])
    expect(sortedStatuses(answers)).toEqual([201, 409, 409])
    expect(answers.find((answer) => answer.status === 409)?.body.code).toBe('POLICY_CONFLICT')
    const refused = await harness.events(admin, '&type=policy.publication-refused')
    expect(refused).toHaveLength(2)
    expect((await admin.ask('GET', '/v1/policy')).body.version).toBe(2)
  })

  test.each([
    ['nothing', null],
    ['another format', { ...testPolicy, format: 2 }],
    ['an unknown member', { ...testPolicy, surprise: 1 }],
    [
      'an unknown kind of rule',
      { ...testPolicy, rules: [{ ...testPolicy.rules[0], guardrail: { kind: 'magic', settings: {} } }] },
    ],
    [
      'a wrong setting',
      {
        ...testPolicy,
        rules: [{ ...testPolicy.rules[0], guardrail: { kind: 'amount-threshold', settings: { field: 1 } } }],
      },
    ],
  ])('a policy that is %s is refused with sentences, and nothing is published', async (_, policy) => {
    const { admin } = await scene()
    const answer = await publish(admin, 1, policy)
    expect(answer).toMatchObject({ status: 422, body: { code: 'POLICY_INVALID' } })
    expect(answer.body.findings.length).toBeGreaterThan(0)
    const checked = policyFindingsSchema.parse(
      (await admin.ask('POST', '/v1/policy/validate', { policy })).body,
    )
    expect(checked).toMatchObject({ ok: false, findings: answer.body.findings })
    expect((await admin.ask('GET', '/v1/policy')).body.version).toBe(1)
  })

  test('a policy that clients would find too large is refused', async () => {
    const { admin } = await scene()
    const terms = Array.from({ length: 4800 }, (_, index) => ({
      term: `${index}${'x'.repeat(180)}`,
      approved: '',
    }))
    const answer = await publish(admin, 1, {
      ...testPolicy,
      lists: [{ id: 'long', name: 'Long', locale: 'en', terms }],
    })
    expect(answer).toMatchObject({ status: 422, body: { code: 'POLICY_TOO_LARGE' } })
  })

  test('S011 only an admin may publish', async () => {
    const { tenant, rep } = await scene()
    const approver = await harness.atConsole(tenant, 'avery', ['approver'])
    expect(await publish(approver, 1)).toMatchObject({ status: 403, body: { code: 'ROLE_MISSING' } })
    expect(await publish(rep, 1)).toMatchObject({ status: 403, body: { code: 'TOKEN_WRONG_KIND' } })
  })

  test('a tenant without a policy is told so', async () => {
    const rep = await harness.rep(await harness.tenant(null))
    expect(await rep.ask('GET', '/v1/bundle')).toMatchObject({ status: 404, body: { code: 'NO_POLICY' } })
  })

  test('S212 F86 the register shows each workflow with the surfaces a pack really has, and counts those nothing enforces', async () => {
    const { admin } = await scene()
    const register = registerSchema.parse((await admin.ask('GET', '/v1/register')).body)
    expect(register).toMatchObject({ version: 1, unbound: 1 })
    const bound = Object.fromEntries(
      register.entries.map((entry) => [entry.id, entry.bound.map((surface) => surface.ref)]),
    )
    expect(bound).toMatchObject({ 'opportunity-update': ['practice/opportunity-save'], unbound: [] })
  })
})
