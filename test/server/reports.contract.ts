import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../protocol/http/reports.ts'
import type { ApprovalView } from '../../protocol/http/approvals.ts'
import type { RecordedEvent } from '../../protocol/http/audit.ts'
import { anEvent } from './events.ts'
import { aRequest, openHarness } from './harness.ts'
import type { Ask, Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const about = {
  ...{ site: 'practice', account: 'crm', operation: 'opportunity.save', workflow: 'opportunity-update' },
  record: { type: 'opportunity', ids: ['7'] },
}
const run = {
  agent: 'scout-3',
  inputs: {
    instruction: { text: 'Estimate the amount.' } as { text: string } | { sha256: string },
    sources: [
      { kind: 'crm-object', name: 'opportunity 7', ref: 'opportunity/7' },
      { kind: 'enrichment-vendor', name: 'Vendor A', ref: null },
      { kind: 'email', name: 'Mail of 1 March', ref: 'mail/9' },
      { kind: 'call', name: 'Call of 1 March', ref: 'call/4' },
    ],
    dataAsOf: '2026-03-01T00:00:00Z',
  },
  outputs: {
    content: [{ name: 'e-mail', version: 'v2', sha256: sha256('Dear Ana') }],
    updates: [
      {
        ...{ field: 'industry', source: 'Vendor A', at: '2026-03-02T08:59:00Z', confidence: 0.8 },
        ...{ before: 'Retail', after: 'Wholesale', reason: 'refresh-when-older-than-90-days' },
      },
    ],
    scores: [{ name: 'lead score', before: 40, after: 62 }],
    confidence: 'medium',
    drivers: [{ name: 'Seats', direction: 'raises', weight: 0.6 }],
    toolCalls: [{ system: 'CRM', call: 'opportunity.read' }],
  },
}
const execution = {
  agent: 'scout-3',
  ...{ sent: 2, targets: ['ana@example.test', 'bo@example.test'] },
  exported: { records: 120, destination: 'sftp://files.example.test/extract.csv' },
  ...{ errors: ['429 from the mail gateway'], retries: 1, fallbacks: ['the second gateway'] },
}
const outcome = {
  ...{ bounceRate: 0.02, spamComplaints: 1, replyRate: 0.1, conversion: 0.05, pipelineImpact: 12_000 },
  stageProgression: { from: 'lead', to: 'opportunity' },
  churnRisk: { before: 0.3, after: 0.2 },
}

describe(`reports of agents and tools on ${storeKind}`, () => {
  let harness: Harness
  let tenant: string
  let agent: Ask
  let rep: Rep
  let admin: Someone
  beforeAll(async () => {
    harness = await openHarness()
    tenant = await harness.tenant()
    agent = await harness.service(tenant)
    rep = await harness.rep(tenant)
    admin = await harness.atConsole(tenant, 'alex', ['admin'])
  })
  afterAll(() => harness.close())

  const report = (type: Report['type'], detail: unknown, change: object = {}) => ({
    ...{ id: randomUUID(), type, at: '2026-03-02T09:00:00Z', about, detail },
    ...change,
  })
  /** Sends a report and reads its event back, as an administrator would. */
  async function told(type: Report['type'], detail: unknown, change: object = {}): Promise<RecordedEvent> {
    const given = report(type, detail, change)
    expect(await agent('POST', '/v1/reports', given)).toMatchObject({ status: 201, body: { id: given.id } })
    const found = (await harness.events(admin, `&type=${type}`)).find(({ id }) => id === given.id)
    if (!found) throw new Error('The report is not in the log.')
    return found
  }

  test('S136 an instruction is kept in words, or as a hash where it is sensitive', async () => {
    expect((await told('run.reported', run)).detail['inputs']).toEqual(run.inputs)
    const hashed = { ...run.inputs, instruction: { sha256: sha256('Estimate the amount.') } }
    const kept = await told('run.reported', { ...run, inputs: hashed })
    expect(kept.detail['inputs']).toEqual(hashed)
    expect(kept.canonical).not.toContain('Estimate')
  })

  test('S137 S138 S139 S140 S141 the data an agent used is kept by kind, with its freshness', async () => {
    const { detail } = await told('run.reported', run)
    const inputs = detail['inputs'] as typeof run.inputs
    expect(inputs.sources.map(({ kind }) => kind)).toEqual([
      ...['crm-object', 'enrichment-vendor', 'email', 'call'],
    ])
    expect(inputs.dataAsOf).toBe('2026-03-01T00:00:00Z')
  })

  test('S142 S143 S144 S145 S146 what an agent made is kept: e-mail version, fields, scores, confidence, drivers, calls', async () => {
    expect((await told('run.reported', run)).detail['outputs']).toEqual(run.outputs)
  })

  test.each([
    ['S125', 'source'],
    ['S126', 'at'],
    ['S127', 'confidence'],
    ['S128', 'before'],
    ['S129', 'reason'],
  ])('%s a write by AI keeps its %s, and is refused without it', async (_, field) => {
    const [update] = run.outputs.updates
    const kept = (await told('run.reported', run)).detail['outputs'] as typeof run.outputs
    expect(kept.updates[0]).toHaveProperty(field, update?.[field as 'source'])
    const without = Object.fromEntries(Object.entries(update ?? {}).filter(([name]) => name !== field))
    const outputs = { ...run.outputs, updates: [without] }
    expect(await agent('POST', '/v1/reports', report('run.reported', { ...run, outputs }))).toMatchObject({
      ...{ status: 400, body: { code: 'BODY_INVALID' } },
    })
  })

  test('S151 S152 S153 S154 S155 S156 S157 an execution keeps counts, targets, exports, errors, retries and fallbacks', async () => {
    expect((await told('execution.reported', execution)).detail).toEqual({ ...execution, vendor: 'vendor' })
  })

  test('S158 S159 S160 S161 S162 S163 an outcome keeps bounces, complaints, replies, conversion, stages and churn risk', async () => {
    expect((await told('outcome.reported', outcome)).detail).toEqual({ ...outcome, vendor: 'vendor' })
    const nothing = await agent('POST', '/v1/reports', report('outcome.reported', {}))
    expect(nothing).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
  })

  test('a report that is sent again is stored once, and another one under its id is refused and recorded', async () => {
    const given = report('outcome.reported', outcome)
    const answers = [await agent('POST', '/v1/reports', given), await agent('POST', '/v1/reports', given)]
    expect(answers.map(({ status }) => status)).toEqual([201, 200])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    const other = { ...given, detail: { replyRate: 1 } }
    expect(await agent('POST', '/v1/reports', other)).toMatchObject({
      ...{ status: 409, body: { code: 'REPORT_ID_TAKEN' } },
    })
    const events = await harness.events(admin, '&type=outcome.reported')
    expect(events.filter(({ id }) => id === given.id)).toHaveLength(1)
    const refused = await harness.events(admin, '&type=report.refused')
    expect(refused.map(({ detail }) => detail['report'])).toContain(given.id)
  })

  test('is taken from a service and from nobody else, and never of another type', async () => {
    const given = report('outcome.reported', outcome)
    expect((await rep.ask('POST', '/v1/reports', given)).body.code).toBe('TOKEN_WRONG_KIND')
    expect((await admin.ask('POST', '/v1/reports', given)).body.code).toBe('TOKEN_MISSING')
    for (const change of [{ type: 'approval.decided' }, { at: 'yesterday' }, { id: 'x' }, { surprise: 1 }])
      expect((await agent('POST', '/v1/reports', { ...given, ...change })).body.code).toBe('BODY_INVALID')
  })

  /** A deal from the suggestion to what came of it: agent, rep, approver, CRM. */
  async function aDeal(id: string) {
    const deal = { record: { type: 'opportunity', ids: [id] } }
    const approver = await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    await told('run.reported', run, { about: { ...about, ...deal } })
    const base = await aRequest()
    const given = await aRequest({ action: { ...base.action, ...deal } })
    await rep.ask('POST', '/v1/approval-requests', given)
    const decision = { decision: 'approve', digest: given.digest, note: 'Signed by the customer.' }
    const path = `/v1/approval-requests/${given.id}/decision`
    const decided = await approver.ask<ApprovalView>('POST', path, decision)
    expect(decided.status).toBe(200)
    const subject = { ...anEvent(rep.device, 1).subject, ...deal, hold: given.hold }
    const detail = { action: { ...given.action, content: [] }, grant: 'g', execution: 'e', fulfilled: [] }
    const events = [anEvent(rep.device, 1, { type: 'action.released', subject, detail })]
    expect((await rep.ask('POST', '/v1/events', { events })).body.receipts[0].outcome).toBe('accepted')
    await told('execution.reported', execution, { about: { ...about, ...deal } })
    await told('outcome.reported', outcome, { about: { ...about, ...deal } })
    const log = await harness.events(admin, `&record=${id}`)
    return { log: log.toReversed(), of: (type: string) => log.find((event) => event.type === type) }
  }

  test('S016 S164 one question to the log tells what became of a deal: what AI did, why, who approved it', async () => {
    const { log, of } = await aDeal('deal-1')
    expect(log.map(({ type }) => type)).toEqual([
      ...['run.reported', 'approval.opened', 'approval.decided', 'action.released'],
      ...['execution.reported', 'outcome.reported'],
    ])
    expect(of('run.reported')?.detail['outputs']).toMatchObject({ drivers: run.outputs.drivers })
    expect(of('approval.opened')?.detail['rationale']).toBe('The customer signed for more seats.')
    expect(of('approval.decided')?.detail).toMatchObject({ decision: 'approve', by: { name: 'avery' } })
  })

  test('S131 S132 S133 S134 S135 the log answers who changed and who approved what, what was exported, what was sent, which agent ran', async () => {
    const { of } = await aDeal('deal-2')
    const changed = of('action.released')
    expect(changed?.person?.email).toBe(rep.email)
    const field = { name: 'amount', before: 1000, after: 90_000 }
    expect(changed?.detail['action']).toMatchObject({ fields: [field] })
    expect(of('approval.decided')?.detail).toMatchObject({
      by: { name: 'avery' },
      action: { fields: [field] },
    })
    expect(of('execution.reported')?.detail).toMatchObject({
      ...{ agent: 'scout-3', exported: execution.exported, sent: 2, targets: execution.targets },
    })
    expect(of('run.reported')?.detail).toMatchObject({
      agent: 'scout-3',
      outputs: { content: run.outputs.content },
    })
    expect(of('run.reported')?.subject.operation).toBe('opportunity.save')
  })

  test('S251 approvals answer who, what and when, executions volumes and destinations, outcomes what came of them', async () => {
    const { of } = await aDeal('deal-3')
    const decided = of('approval.decided')
    expect(decided?.detail).toMatchObject({ by: { name: 'avery' }, action: { fields: [{ after: 90_000 }] } })
    expect(Number.isNaN(Date.parse(decided?.at ?? ''))).toBe(false)
    expect(of('execution.reported')?.detail).toMatchObject({ sent: 2, exported: execution.exported })
    const { bounceRate, spamComplaints, conversion, pipelineImpact } = outcome
    expect(of('outcome.reported')?.detail).toMatchObject({
      ...{ bounceRate, spamComplaints, conversion, pipelineImpact },
    })
  })
})
