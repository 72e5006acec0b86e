import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digest } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import { approvalListSchema, approvalViewSchema } from '../../protocol/http/approvals.ts'
import type { ApprovalRequest, ApprovalView } from '../../protocol/http/approvals.ts'
import { expireRequests } from '../../server/features/approvals/expire-requests.ts'
import { preAuthenticated } from '../../server/features/approvals/sign-receipt.ts'
import { aRequest, anAction, openHarness, sortedStatuses } from './harness.ts'
import type { Answer, Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const minute = 60_000

describe(`approvals on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00.000Z')
  const pass = (ms: number) => (time += ms)

  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  interface Scene {
    tenant: string
    rep: Rep
    avery: Someone
    blake: Someone
    alex: Someone
  }
  async function scene(): Promise<Scene> {
    const tenant = await harness.tenant()
    return {
      tenant,
      rep: await harness.rep(tenant),
      avery: await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk', 'security']),
      blake: await harness.atConsole(tenant, 'blake', ['approver'], ['deal-desk', 'legal']),
      alex: await harness.atConsole(tenant, 'alex', ['admin'], ['revops']),
    }
  }
  const open = async (rep: Rep, change: Partial<ApprovalRequest> = {}) => {
    const request = await aRequest(change)
    const answer = await rep.ask<ApprovalView>('POST', '/v1/approval-requests', request)
    expect(answer.status).toBe(201)
    return request
  }
  const decide = (
    who: Someone,
    request: ApprovalRequest,
    decision: 'approve' | 'deny' = 'approve',
    seen = request.digest,
  ) =>
    who.ask<ApprovalView & { code: string }>('POST', `/v1/approval-requests/${request.id}/decision`, {
      decision,
      digest: seen,
      note: 'looked at it',
    })
  const consume = (
    who: Rep,
    grant: string | null,
    request: Pick<ApprovalRequest, 'digest'>,
    execution: string = randomUUID(),
  ) => who.ask('POST', `/v1/grants/${grant}/consume`, { execution, digest: request.digest })
  const stateOf = async (who: Someone, id: string) =>
    (await who.ask<ApprovalView>('GET', `/v1/approval-requests/${id}`)).body.state
  const typesOf = async (who: Someone, query = '') =>
    (await harness.events(who, query)).map((event) => event.type)
  async function approved(at: Scene) {
    const request = await open(at.rep)
    const { body } = await decide(at.avery, request)
    return { request, grant: body.grant }
  }

  describe('a new request', () => {
    test('gets its tier, steps and approvers from the policy of the server, and keeps what the rep wrote', async () => {
      const { rep } = await scene()
      const request = await aRequest({ ticket: 'DEAL-7' })
      const { status, body } = await rep.ask<ApprovalView>('POST', '/v1/approval-requests', request)
      expect(status).toBe(201)
      expect(approvalViewSchema.parse(body)).toMatchObject({
        ...{
          id: request.id,
          state: 'pending',
          tier: 3,
          rationale: request.rationale,
          ticket: 'DEAL-7',
          grant: null,
        },
        workflow: { id: 'opportunity-update', name: 'Workflow opportunity-update' },
        steps: [{ rule: 'amount', ruleName: 'Rule amount', approvers: ['deal-desk'], approvedBy: null }],
        ...{
          mayDecide: false,
          mayNotDecideBecause: 'requester',
          decideBy: new Date(time + 60 * minute).toISOString(),
        },
      })
    })

    test('sent again word for word is the same request, and under the same id with other words it is refused', async () => {
      const { rep, alex } = await scene()
      const request = await open(rep)
      const again = await rep.ask('POST', '/v1/approval-requests', request)
      expect(again.status).toBe(200)
      const other = await rep.ask('POST', '/v1/approval-requests', {
        ...request,
        rationale: 'Another reason.',
      })
      expect(other).toMatchObject({ status: 409, body: { code: 'APPROVAL_ID_TAKEN' } })
      expect((await typesOf(alex)).filter((type) => type === 'approval.opened')).toHaveLength(1)
    })

    test.each(['rationale', 'rollbackPlan', 'action', 'decideWithinMinutes'])(
      'F31 without %s is refused',
      async (field) => {
        const { rep } = await scene()
        const { [field as 'rationale']: _, ...rest } = await aRequest()
        const answer = await rep.ask('POST', '/v1/approval-requests', rest)
        expect(answer).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
      },
    )

    test('S054 S056 with an empty rationale or rollback plan is refused', async () => {
      const { rep } = await scene()
      for (const change of [{ rationale: '' }, { rollbackPlan: '' }])
        expect((await rep.ask('POST', '/v1/approval-requests', await aRequest(change))).status).toBe(400)
    })

    test('with a digest that is not of its action is refused and leaves an event', async () => {
      const { rep, alex } = await scene()
      const request = await aRequest({ digest: 'a'.repeat(64) })
      expect(await rep.ask('POST', '/v1/approval-requests', request)).toMatchObject({
        status: 422,
        body: { code: 'DIGEST_MISMATCH' },
      })
      expect(await typesOf(alex)).toContain('approval.refused')
    })

    test('F2 S020 for an untiered workflow is refused with NO_TIER', async () => {
      const { rep } = await scene()
      const action = anAction({ surface: 'export-run', operation: 'export.run' })
      const answer = await rep.ask('POST', '/v1/approval-requests', await aRequest({ action }))
      expect(answer).toMatchObject({ status: 422, body: { code: 'NO_TIER', reasons: ['NO_TIER'] } })
    })

    test('for an action that the policy lets pass is not needed', async () => {
      const { rep } = await scene()
      const action = anAction({
        fields: [{ name: 'amount', label: 'Amount', before: 1, after: 50_000, beforeKnown: true }],
      })
      const answer = await rep.ask('POST', '/v1/approval-requests', await aRequest({ action }))
      expect(answer).toMatchObject({ status: 409, body: { code: 'APPROVAL_NOT_NEEDED' } })
    })

    test('F50 that nobody but the requester could sign is refused and says so', async () => {
      const tenant = await harness.tenant()
      const rep = await harness.rep(tenant, 'riley', ['deal-desk'])
      const answer = await rep.ask('POST', '/v1/approval-requests', await aRequest())
      expect(answer).toMatchObject({ status: 409, body: { code: 'NO_APPROVER' } })
    })

    test('S057 S248 is decided within the shorter of what the rep and the rule ask for', async () => {
      const { rep } = await scene()
      const { body } = await rep.ask<ApprovalView>(
        'POST',
        '/v1/approval-requests',
        await aRequest({ decideWithinMinutes: 10_000 }),
      )
      expect(body.decideBy).toBe(new Date(time + 120 * minute).toISOString())
    })

    test('F41 that replaces another makes it superseded', async () => {
      const { rep, avery } = await scene()
      const first = await open(rep)
      await open(rep, { supersedes: first.id })
      expect(await stateOf(rep, first.id)).toBe('superseded')
      expect(await decide(avery, first)).toMatchObject({ status: 409, body: { code: 'APPROVAL_CLOSED' } })
    })

    test('that replaces an approved one takes its grant away', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      await open(at.rep, { supersedes: request.id })
      expect(await consume(at.rep, grant, request)).toMatchObject({
        status: 409,
        body: { code: 'GRANT_REVOKED' },
      })
    })

    test('cannot replace the request of somebody else', async () => {
      const { tenant, rep } = await scene()
      const other = await harness.rep(tenant, 'robin')
      const first = await open(other)
      const answer = await rep.ask('POST', '/v1/approval-requests', await aRequest({ supersedes: first.id }))
      expect(answer).toMatchObject({ status: 422, body: { code: 'SUPERSEDED_UNKNOWN' } })
      expect(await stateOf(other, first.id)).toBe('pending')
    })
  })

  describe('a decision', () => {
    test('F36 by the requester answers 403 and leaves an event', async () => {
      const tenant = await harness.tenant()
      const rep = await harness.rep(tenant, 'avery', ['deal-desk'])
      const same = await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
      await harness.atConsole(tenant, 'blake', ['approver'], ['deal-desk'])
      const request = await open(rep)
      expect(await decide(same, request)).toMatchObject({ status: 403, body: { code: 'OWN_REQUEST' } })
      const event = (await harness.events(same, '&type=approval.refused'))[0]
      expect(event).toMatchObject({
        person: { email: 'avery@example.test' },
        detail: { request: request.id, code: 'OWN_REQUEST' },
      })
      expect(await stateOf(rep, request.id)).toBe('pending')
    })

    test('S048 by somebody who is no approver of it answers 403 and leaves an event', async () => {
      const { rep, alex } = await scene()
      const request = await open(rep)
      expect(await decide(alex, request)).toMatchObject({ status: 403, body: { code: 'NOT_AN_APPROVER' } })
      expect(await typesOf(alex)).toContain('approval.refused')
    })

    test('F45 on another digest than the one of the request is refused', async () => {
      const { rep, avery } = await scene()
      const request = await open(rep)
      expect(await decide(avery, request, 'approve', 'b'.repeat(64))).toMatchObject({
        status: 422,
        body: { code: 'DIGEST_MISMATCH' },
      })
    })

    test('S147 S148 S149 S150 is recorded with who, when, what they saw and the ticket', async () => {
      const { rep, avery } = await scene()
      const request = await open(rep, { ticket: 'DEAL-9' })
      await decide(avery, request)
      const event = (await harness.events(avery, '&type=approval.decided'))[0]
      expect(event).toMatchObject({
        ...{ at: new Date(time).toISOString(), person: { name: 'avery' }, device: null, sequence: null },
        subject: { digest: request.digest, hold: request.hold, workflow: 'opportunity-update' },
        detail: {
          request: request.id,
          decision: 'approve',
          by: { name: 'avery' },
          ticket: 'DEAL-9',
          action: request.action,
        },
      })
    })

    test('given twice by the same person is one decision', async () => {
      const { rep, avery } = await scene()
      const request = await open(rep)
      const [first, again] = [await decide(avery, request), await decide(avery, request)]
      expect(again).toMatchObject({ status: 200, body: { state: 'approved', grant: first.body.grant } })
      expect((await typesOf(avery)).filter((type) => type === 'approval.decided')).toHaveLength(1)
    })

    test('F38 a launch is approved only when security and legal have both signed, in any order', async () => {
      const { rep, avery, blake } = await scene()
      const action = anAction({ surface: 'sequence-launch', operation: 'sequence.launch', fields: [] })
      const request = await open(rep, { action, digest: await digest(effectOf(action)) })
      const half = await decide(blake, request)
      expect(half.body).toMatchObject({ state: 'pending', grant: null, mayDecide: false })
      const whole = await decide(avery, request)
      expect(whole.body.state).toBe('approved')
      expect(whole.body.steps.map((step) => step.approvedBy?.name)).toEqual(['avery', 'blake'])
    })

    test('F37 one denial ends the request, also after another has signed', async () => {
      const { rep, avery, blake } = await scene()
      const action = anAction({ surface: 'sequence-launch', operation: 'sequence.launch', fields: [] })
      const request = await open(rep, { action, digest: await digest(effectOf(action)) })
      await decide(blake, request)
      expect((await decide(avery, request, 'deny')).body.state).toBe('denied')
      expect(await decide(blake, request)).toMatchObject({ status: 409, body: { code: 'APPROVAL_CLOSED' } })
    })

    test.each([2, 3, 5])('of %i approvers at the same moment counts once', async (count) => {
      const tenant = await harness.tenant()
      const rep = await harness.rep(tenant)
      const approvers = await Promise.all(
        Array.from({ length: count }, (_, index) =>
          harness.atConsole(tenant, `approver${index}`, ['approver'], ['deal-desk']),
        ),
      )
      const request = await open(rep)
      const answers = await Promise.all(
        approvers.map((who, index) => decide(who, request, index % 2 === 0 ? 'approve' : 'deny')),
      )
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
      expect(answers.filter((answer) => answer.status === 409)).toHaveLength(count - 1)
      const decided = (await harness.events(approvers[0] as Someone)).filter(
        (event) => event.type === 'approval.decided',
      )
      expect(decided).toHaveLength(1)
    })

    test.each([
      [-1, 200, 'approved'],
      [0, 409, 'expired'],
      [1, 409, 'expired'],
    ])('F34 %i ms from the end of the timebox answers %i and leaves it %s', async (offset, status, state) => {
      const { rep, avery } = await scene()
      const request = await open(rep)
      pass(60 * minute + offset)
      const answer = await decide(avery, request)
      expect(answer.status).toBe(status)
      expect(await stateOf(rep, request.id)).toBe(state)
    })
  })

  describe('time', () => {
    test('F40 F68 the sweep expires what nobody decided, once, with an event', async () => {
      const { rep, alex } = await scene()
      const request = await open(rep)
      pass(60 * minute)
      await Promise.all([expireRequests(harness.parts), expireRequests(harness.parts)])
      const closed = (await harness.events(alex, '&type=approval.closed')).map((event) => event.detail)
      expect(closed).toEqual([{ request: request.id, state: 'expired', code: null, by: null }])
    })

    test('F34 an approval that was not used in time is lapsed, not expired', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      pass(30 * minute)
      expect(await consume(at.rep, grant, request)).toMatchObject({
        status: 409,
        body: { code: 'GRANT_LAPSED' },
      })
      expect(await stateOf(at.rep, request.id)).toBe('lapsed')
      await expireRequests(harness.parts)
      expect((await typesOf(at.alex)).filter((type) => type === 'approval.closed')).toHaveLength(1)
    })

    test.each([
      [-1, 200],
      [0, 409],
    ])('a grant %i ms from its end answers %i', async (offset, status) => {
      const at = await scene()
      const { request, grant } = await approved(at)
      pass(30 * minute + offset)
      expect((await consume(at.rep, grant, request)).status).toBe(status)
    })
  })

  describe('a grant', () => {
    test('F35 is spent once: the same execution may ask again, another is refused and recorded', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      const execution = randomUUID()
      const first = await consume(at.rep, grant, request, execution)
      expect(first.status).toBe(200)
      expect((await consume(at.rep, grant, request, execution)).body).toEqual(first.body)
      expect(await consume(at.rep, grant, request)).toMatchObject({
        status: 409,
        body: { code: 'GRANT_CONSUMED' },
      })
      const denied = await harness.events(at.alex, '&type=grant.denied')
      expect(denied).toMatchObject([{ detail: { grant, code: 'GRANT_CONSUMED' } }])
    })

    test('asked for by five executions at once is spent by one', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      const answers = await Promise.all(Array.from({ length: 5 }, () => consume(at.rep, grant, request)))
      expect(sortedStatuses(answers)).toEqual([200, 409, 409, 409, 409])
    })

    test('F33 any byte changed in the canonical action makes it fail with PAYLOAD_CHANGED, and leaves it unspent', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      const changed = anAction({
        fields: [{ name: 'amount', label: 'Amount', before: 1000, after: 90_001, beforeKnown: true }],
      })
      const other = await digest(effectOf(changed))
      const answer = await consume(at.rep, grant, { digest: other })
      expect(answer).toMatchObject({ status: 409, body: { code: 'PAYLOAD_CHANGED' } })
      expect((await consume(at.rep, grant, request)).status).toBe(200)
    })

    test('is worth nothing to another person or in another tenant', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      const colleague = await harness.rep(at.tenant, 'robin')
      const stranger = await harness.rep(await harness.tenant())
      for (const who of [colleague, stranger])
        expect(await consume(who, grant, request)).toMatchObject({
          status: 404,
          body: { code: 'GRANT_UNKNOWN' },
        })
      expect((await consume(at.rep, grant, request)).status).toBe(200)
    })

    test('is worth nothing once the action has been stopped', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      await harness.kill(at.tenant, ['integration:practice'])
      expect(await consume(at.rep, grant, request)).toMatchObject({ status: 409, body: { code: 'KILLED' } })
      await harness.kill(at.tenant, [])
      expect(await consume(at.rep, grant, request)).toMatchObject({
        status: 409,
        body: { code: 'GRANT_REVOKED' },
      })
    })

    test('is worth nothing once the policy asks for somebody else, and stays good when it only asks for less', async () => {
      const stricter = structuredClone(testPolicy)
      Object.assign(stricter.rules[0]?.guardrail.settings ?? {}, { approvers: ['legal'] })
      const looser = structuredClone(testPolicy)
      Object.assign(looser.rules[0]?.guardrail.settings ?? {}, { limit: 1_000_000 })
      const at = await scene()
      const { request, grant } = await approved(at)
      await harness.publish(at.tenant, stricter)
      expect(await consume(at.rep, grant, request)).toMatchObject({
        status: 409,
        body: { code: 'POLICY_STRICTER' },
      })
      const next = await scene()
      const second = await approved(next)
      await harness.publish(next.tenant, looser)
      expect((await consume(next.rep, second.grant, second.request)).status).toBe(200)
    })

    test('comes with a receipt whose signature covers request, action, people and times', async () => {
      const at = await scene()
      const request = await open(at.rep)
      const { body } = await decide(at.avery, request)
      const receipt = body.receipt
      const key = createPublicKey(readFileSync(join(harness.folder, 'receipt-key.pem')))
      const signature = Buffer.from(receipt?.signatures[0]?.sig ?? '', 'base64')
      expect(verify(null, preAuthenticated(receipt?.payload ?? ''), key, signature)).toBe(true)
      expect(
        verify(null, preAuthenticated(receipt?.payload.replace('90000', '90001') + ' '), key, signature),
      ).toBe(false)
      expect(JSON.parse(receipt?.payload ?? '')).toMatchObject({
        ...{
          grant: body.grant,
          request: request.id,
          tenant: at.tenant,
          digest: request.digest,
          operation: 'opportunity.save',
        },
        ...{
          requester: at.rep.id,
          approvers: [at.avery.id],
          bundleVersion: 1,
          tier: 3,
          expiresAt: body.useBy,
        },
      })
    })
  })

  describe('taking back', () => {
    test('F41 F68 the requester can withdraw, nobody else can, and it stays withdrawn', async () => {
      const { rep, avery, alex } = await scene()
      const request = await open(rep)
      const path = `/v1/approval-requests/${request.id}/withdraw`
      expect(await avery.ask('POST', path, {})).toMatchObject({
        status: 403,
        body: { code: 'NOT_THE_REQUESTER' },
      })
      expect((await rep.ask('POST', path, {})).body.state).toBe('withdrawn')
      expect((await rep.ask('POST', path, {})).status).toBe(200)
      expect(await decide(avery, request)).toMatchObject({ status: 409, body: { code: 'APPROVAL_CLOSED' } })
      expect(await typesOf(alex)).toEqual(expect.arrayContaining(['approval.closed', 'approval.refused']))
    })

    test('an approved request that is taken back loses its grant', async () => {
      const at = await scene()
      const { request, grant } = await approved(at)
      expect((await at.rep.ask('POST', `/v1/approval-requests/${request.id}/withdraw`, {})).body.state).toBe(
        'revoked',
      )
      expect(await consume(at.rep, grant, request)).toMatchObject({
        status: 409,
        body: { code: 'GRANT_REVOKED' },
      })
    })
  })

  describe('lists', () => {
    const list = async (who: Someone, query: string) =>
      approvalListSchema.parse((await who.ask('GET', `/v1/approval-requests?${query}`)).body)

    test('show what waits for me, most urgent first, what I asked for, and everything to approvers', async () => {
      const { rep, avery, alex } = await scene()
      const [late, soon] = [
        await open(rep, { decideWithinMinutes: 90 }),
        await open(rep, { decideWithinMinutes: 5 }),
      ]
      const waiting = await list(avery, 'scope=to-decide')
      expect(waiting.items.map((item) => item.id)).toEqual([soon.id, late.id])
      expect(waiting.toDecide).toBe(2)
      expect((await list(alex, 'scope=to-decide')).items).toEqual([])
      expect((await list(rep, 'scope=mine')).items).toHaveLength(2)
      expect((await list(alex, 'scope=all&state=pending')).items).toHaveLength(2)
      const refused = (await rep.ask('GET', '/v1/approval-requests?scope=all')) as Answer
      expect(refused.body.code).toBe('ROLE_MISSING')
      pass(6 * minute)
      expect((await list(avery, 'scope=to-decide')).items.map((item) => item.id)).toEqual([late.id])
      expect((await list(alex, 'scope=all&state=expired')).items.map((item) => item.id)).toEqual([soon.id])
    })

    test('come in pages that repeat and lose nothing', async () => {
      const { rep } = await scene()
      const made: string[] = []
      for (let index = 0; index < 5; index += 1) {
        made.push((await open(rep)).id)
        if (index % 2 === 0) pass(1000)
      }
      const seen: string[] = []
      let cursor = ''
      do {
        const page = await list(rep, `scope=mine&limit=2${cursor}`)
        seen.push(...page.items.map((item) => item.id))
        cursor = page.next === null ? '' : `&cursor=${page.next}`
      } while (cursor !== '')
      expect(seen.toSorted()).toEqual(made.toSorted())
    })

    test('a request is not there for a rep who did not make it', async () => {
      const { tenant, rep } = await scene()
      const request = await open(rep)
      const colleague = await harness.rep(tenant, 'robin')
      const answer = await colleague.ask('GET', `/v1/approval-requests/${request.id}`)
      expect(answer).toMatchObject({ status: 404, body: { code: 'APPROVAL_UNKNOWN' } })
    })
  })
})
