import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../policy/bundle.ts'
import {
  draftAnswerSchema,
  draftSchema,
  proposalListSchema,
  proposalSchema,
} from '../../protocol/http/change-control.ts'
import { openHarness, sortedStatuses } from './harness.ts'
import type { Harness, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const withLimit = (limit: number): Policy => ({
  ...testPolicy,
  rules: testPolicy.rules.map((rule) =>
    rule.id === 'amount'
      ? { ...rule, guardrail: { ...rule.guardrail, settings: { ...rule.guardrail.settings, limit } } }
      : rule,
  ),
})
const [tighter, looser] = [withLimit(40_000), withLimit(60_000)]

describe(`change control on ${storeKind}`, () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await openHarness()
  })
  afterAll(() => harness.close())

  async function scene() {
    const tenant = await harness.tenant()
    return {
      tenant,
      alex: await harness.atConsole(tenant, 'alex', ['admin']),
      ada: await harness.atConsole(tenant, 'ada', ['admin']),
      avery: await harness.atConsole(tenant, 'avery', ['approver']),
    }
  }
  const given = (policy: unknown, basedOn = 1) => ({ basedOn, note: 'Because.', policy })
  const publish = (who: Someone, policy: unknown, basedOn = 1) =>
    who.ask('POST', '/v1/policy/versions', given(policy, basedOn))
  const propose = async (who: Someone, policy: unknown, basedOn = 1) =>
    proposalSchema.parse((await who.ask('POST', '/v1/policy/proposals', given(policy, basedOn))).body)
  const act = (who: Someone, id: string, what: string, body: unknown = {}) =>
    who.ask('POST', `/v1/policy/proposals/${id}/${what}`, body)
  const versionOf = async (who: Someone) => (await who.ask('GET', '/v1/policy')).body.version
  const save = (who: Someone, revision: number, text: string) =>
    who.ask('POST', '/v1/policy/draft', { revision, basedOn: 1, text, note: '' })

  test('F73 one administrator publishes a tightening; a loosening is refused with what it would permit', async () => {
    const { alex } = await scene()
    expect((await publish(alex, tighter)).status).toBe(201)
    const refused = await publish(alex, looser, 2)
    expect(refused).toMatchObject({ status: 409, body: { code: 'SECOND_PERSON_NEEDED' } })
    expect(refused.body.loosenings).toEqual([
      {
        ...{ code: 'SETTING_LOOSER', rule: 'amount', workflow: null },
        params: { setting: 'limit', before: '40000', after: '60000' },
      },
    ])
    expect(await versionOf(alex)).toBe(2)
    const [event] = await harness.events(alex, '&type=policy.publication-refused')
    expect(event).toMatchObject({ detail: { code: 'SECOND_PERSON_NEEDED', basedOn: 2 } })
  })

  test('F73 a loosening is published by a second person, an approver or an administrator, never by who wrote it', async () => {
    const { alex, avery } = await scene()
    const proposal = await propose(alex, looser)
    expect(proposal).toMatchObject({
      state: 'open',
      author: { name: 'alex' },
      loosenings: [{ rule: 'amount' }],
    })
    const confirmation = { digest: proposal.digest }
    const own = await act(alex, proposal.id, 'confirmation', confirmation)
    expect(own).toMatchObject({ status: 403, body: { code: 'OWN_PROPOSAL' } })
    expect(await versionOf(alex)).toBe(1)
    const done = proposalSchema.parse((await act(avery, proposal.id, 'confirmation', confirmation)).body)
    expect(done).toMatchObject({ state: 'published', version: 2, closedBy: { name: 'avery' } })
    expect((await alex.ask('GET', '/v1/policy')).body).toMatchObject({
      ...{ version: 2, note: 'Because.', issuedBy: { name: 'alex' }, policy: looser },
    })
    const [confirmed] = await harness.events(alex, '&type=policy.confirmed')
    expect(confirmed).toMatchObject({ person: { id: avery.id }, detail: { version: 2, author: alex.id } })
    const [refused] = await harness.events(alex, '&type=policy.confirmation-refused')
    expect(refused).toMatchObject({ person: { id: alex.id }, detail: { code: 'OWN_PROPOSAL' } })
  })

  test('S012 S024 more autonomy takes a proposal and a second person, less takes one administrator', async () => {
    const { alex, avery } = await scene()
    const at = (tier: 3 | 4): Policy => ({
      ...testPolicy,
      workflows: testPolicy.workflows.map((one) =>
        one.id === 'opportunity-update' ? { ...one, tier } : one,
      ),
    })
    const refused = await publish(alex, at(4))
    expect(refused).toMatchObject({ status: 409, body: { code: 'SECOND_PERSON_NEEDED' } })
    expect(refused.body.loosenings).toMatchObject([{ code: 'TIER_CHANGED', params: { before: 2, after: 4 } }])
    const { id, digest } = await propose(alex, at(4))
    expect((await act(alex, id, 'confirmation', { digest })).body.code).toBe('OWN_PROPOSAL')
    expect((await act(avery, id, 'confirmation', { digest })).status).toBe(200)
    expect((await publish(alex, at(3), 2)).status).toBe(201)
    const types = (await harness.events(alex)).map(({ type }) => type)
    for (const type of [
      'policy.proposed',
      'policy.confirmation-refused',
      'policy.confirmed',
      'policy.published',
    ])
      expect(types).toContain(type)
  })

  test('F73 whoever wrote on the draft is an author too, and cannot be the second person', async () => {
    const { alex, ada, avery } = await scene()
    await save(ada, 0, '{}')
    await save(alex, 1, JSON.stringify(looser))
    const { id, digest, authors } = await propose(alex, looser)
    expect(authors.map(({ name }) => name).toSorted((left, right) => left.localeCompare(right))).toEqual([
      ...['ada', 'alex'],
    ])
    expect((await act(ada, id, 'confirmation', { digest })).body.code).toBe('OWN_PROPOSAL')
    expect((await act(avery, id, 'confirmation', { digest })).status).toBe(200)
  })

  test('what is confirmed is what was read: another digest, a closed proposal and a policy that moved on are refused', async () => {
    const { alex, ada } = await scene()
    const { id, digest } = await propose(alex, looser)
    const other = await act(ada, id, 'confirmation', { digest: 'a'.repeat(64) })
    expect(other).toMatchObject({ status: 422, body: { code: 'DIGEST_MISMATCH' } })
    expect((await publish(ada, tighter)).status).toBe(201)
    expect((await act(ada, id, 'confirmation', { digest })).body.code).toBe('POLICY_CONFLICT')
    expect((await act(alex, id, 'withdrawal')).body.state).toBe('withdrawn')
    expect((await act(ada, id, 'confirmation', { digest })).body.code).toBe('PROPOSAL_CLOSED')
    expect(await versionOf(alex)).toBe(2)
  })

  test('two who confirm at once publish one version', async () => {
    const { alex, ada, avery } = await scene()
    const { id, digest } = await propose(alex, looser)
    const both = await Promise.all([ada, avery].map((who) => act(who, id, 'confirmation', { digest })))
    expect(sortedStatuses(both)).toEqual([200, 409])
    expect(await versionOf(alex)).toBe(2)
  })

  test('one proposal waits at a time, a tightening needs none, and a broken policy is not proposed', async () => {
    const { alex, ada } = await scene()
    const ask = (who: Someone, policy: unknown, basedOn = 1) =>
      who.ask('POST', '/v1/policy/proposals', given(policy, basedOn))
    expect((await ask(alex, tighter)).body.code).toBe('NOTHING_LOOSENED')
    expect(await ask(alex, null)).toMatchObject({ status: 422, body: { code: 'POLICY_INVALID' } })
    expect((await ask(alex, looser, 7)).body.code).toBe('POLICY_CONFLICT')
    const both = await Promise.all([ask(alex, looser), ask(ada, looser)])
    expect(sortedStatuses(both)).toEqual([201, 409])
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('PROPOSAL_OPEN')
    const listed = proposalListSchema.parse((await ada.ask('GET', '/v1/policy/proposals')).body)
    expect(listed.items.map(({ state }) => state)).toEqual(['open'])
  })

  test('a proposal is talked about, by those who may decide', async () => {
    const { tenant, alex, avery } = await scene()
    const { id } = await propose(alex, looser)
    await act(avery, id, 'comments', { text: 'Why 60,000?' })
    const said = await act(alex, id, 'comments', { text: 'New list prices.' })
    expect(said.body.comments).toMatchObject([
      { by: { name: 'avery' }, text: 'Why 60,000?' },
      { by: { name: 'alex' }, text: 'New list prices.' },
    ])
    const rep = await harness.atConsole(tenant, 'riley', ['rep'])
    expect((await act(rep, id, 'comments', { text: 'Please!' })).body.code).toBe('ROLE_MISSING')
    expect((await act(rep, id, 'confirmation', { digest: 'x' })).body.code).toBe('ROLE_MISSING')
    expect((await act(avery, id, 'withdrawal')).body.code).toBe('ROLE_MISSING')
  })

  test('two administrators who edit at once: the second sees the change of the first, and nothing is overwritten', async () => {
    const { alex, ada } = await scene()
    expect(draftAnswerSchema.parse((await alex.ask('GET', '/v1/policy/draft')).body)).toEqual({ draft: null })
    expect(draftSchema.parse((await save(alex, 0, 'first')).body)).toMatchObject({
      revision: 1,
      text: 'first',
    })
    expect((await save(ada, 1, 'second')).body).toMatchObject({ revision: 2, savedBy: { name: 'ada' } })
    const late = await save(alex, 1, 'third')
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'DRAFT_CHANGED', draft: { revision: 2, text: 'second', savedBy: { name: 'ada' } } },
    })
    const race = await Promise.all([save(alex, 2, 'a'), save(ada, 2, 'b'), save(alex, 0, 'c')])
    expect(sortedStatuses(race)).toEqual([200, 409, 409])
    const discard = (revision: number) => ada.ask('POST', '/v1/policy/draft/discard', { revision })
    expect((await discard(2)).body.code).toBe('DRAFT_CHANGED')
    expect((await discard(3)).body).toEqual({ draft: null })
    expect(await save(alex, 3, 'd')).toMatchObject({ status: 409, body: { draft: null } })
  })

  test('a published tightening and a proposal take the draft with them', async () => {
    const { alex } = await scene()
    const draft = async () => (await alex.ask('GET', '/v1/policy/draft')).body.draft
    await save(alex, 0, 'x')
    await publish(alex, tighter)
    expect(await draft()).toBeNull()
    await save(alex, 0, 'y')
    await propose(alex, looser, 2)
    expect(await draft()).toBeNull()
  })

  test('where passkeys are required, somebody without one confirms nothing', async () => {
    const { tenant, alex } = await scene()
    const { id, digest } = await propose(alex, looser)
    const strict = await openHarness(null, { passkeys: 'required' })
    const avery = await strict.atConsole(tenant, 'avery', ['approver'])
    expect((await avery.ask('GET', '/v1/passkeys')).body).toEqual({ required: true, items: [] })
    const challenge = { purpose: 'publish', subject: digest }
    expect((await avery.ask('POST', '/v1/passkeys/challenges', challenge)).body.code).toBe('PASSKEY_MISSING')
    const refused = await act(avery, id, 'confirmation', { digest })
    expect(refused).toMatchObject({ status: 403, body: { code: 'PASSKEY_MISSING' } })
    expect(await versionOf(alex)).toBe(1)
  })

  test('proposals and drafts of one tenant are unknown to another', async () => {
    const [one, two] = [await scene(), await scene()]
    const { id, digest } = await propose(one.alex, looser)
    expect((await act(two.avery, id, 'confirmation', { digest })).body.code).toBe('PROPOSAL_UNKNOWN')
    expect((await act(two.avery, id, 'comments', { text: 'x' })).body.code).toBe('PROPOSAL_UNKNOWN')
    expect((await act(two.alex, id, 'withdrawal')).body.code).toBe('PROPOSAL_UNKNOWN')
    expect((await two.alex.ask('GET', '/v1/policy/proposals')).body.items).toEqual([])
  })
})
