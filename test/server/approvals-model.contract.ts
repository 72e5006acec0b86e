import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApprovalRequest, ApprovalView } from '../../protocol/http/approvals.ts'
import { expireRequests } from '../../server/features/approvals/expire-requests.ts'
import { aRequest, openHarness } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

type State = ApprovalView['state']

/** The state machine of trust.md, said once more in the simplest way: what the server does must never differ from it. */
interface Model {
  state: State
  now: number
  decideBy: number
  useBy: number
  execution: string | null
  history: State[]
}
interface Real {
  rep: Rep
  approvers: readonly [Someone, Someone]
  outsider: Someone
  request: ApprovalRequest
  grant: string | null
  tick(ms: number): void
}
const final = new Set<State>([
  'denied',
  'expired',
  'withdrawn',
  'superseded',
  'consumed',
  'lapsed',
  'revoked',
])
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const [timebox, useWithin] = [60 * 60_000, 30 * 60_000]

function settle(model: Model): void {
  if (model.state === 'pending' && model.now >= model.decideBy) move(model, 'expired')
  if (model.state === 'approved' && model.now >= model.useBy) move(model, 'lapsed')
}
function move(model: Model, state: State): void {
  model.state = state
  model.history.push(state)
}

abstract class Step implements fc.AsyncCommand<Model, Real> {
  check = () => true
  abstract act(model: Model, real: Real): Promise<{ status: number }>
  /** What the model says; the answer's status. */
  abstract say(model: Model): number
  async run(model: Model, real: Real): Promise<void> {
    const answer = await this.act(model, real)
    settle(model)
    expect(answer.status, this.toString()).toBe(this.say(model))
    const seen = await real.rep.ask<ApprovalView>('GET', `/v1/approval-requests/${real.request.id}`)
    expect(seen.body.state, this.toString()).toBe(model.state)
    real.grant = seen.body.grant ?? real.grant
  }
  toString = () => `${this.constructor.name} ${JSON.stringify(this)}`
}

class Decide extends Step {
  readonly who: 0 | 1
  readonly decision: 'approve' | 'deny'
  decidedBy: string | null = null
  constructor(who: 0 | 1, decision: 'approve' | 'deny') {
    super()
    this.who = who
    this.decision = decision
  }
  async act(_: Model, { approvers, request }: Real) {
    const { decision, who } = this
    return approvers[who].ask('POST', `/v1/approval-requests/${request.id}/decision`, {
      decision,
      digest: request.digest,
      note: '',
    })
  }
  say(model: Model): number {
    const mine = `${this.decision} ${this.who}`
    if (model.state === 'pending') {
      decidedBy.set(model, mine)
      if (this.decision === 'approve') model.useBy = model.now + useWithin
      move(model, this.decision === 'approve' ? 'approved' : 'denied')
      return 200
    }
    // Whoever decided may say so again, whatever has come of it.
    return decidedBy.get(model) === mine ? 200 : 409
  }
}
const decidedBy = new WeakMap<Model, string>()

class DecideWithoutRight extends Step {
  readonly as: 'requester' | 'outsider'
  constructor(as: 'requester' | 'outsider') {
    super()
    this.as = as
  }
  async act(_: Model, real: Real) {
    const who = this.as === 'requester' ? real.rep : real.outsider
    const body = { decision: 'approve', digest: real.request.digest, note: '' }
    return who.ask('POST', `/v1/approval-requests/${real.request.id}/decision`, body)
  }
  say = () => 403
}

class Withdraw extends Step {
  async act(_: Model, { rep, request }: Real) {
    return rep.ask('POST', `/v1/approval-requests/${request.id}/withdraw`, {})
  }
  say(model: Model): number {
    if (model.state === 'withdrawn' || model.state === 'revoked') return 200
    if (model.state !== 'pending' && model.state !== 'approved') return 409
    move(model, model.state === 'pending' ? 'withdrawn' : 'revoked')
    return 200
  }
}

class Consume extends Step {
  readonly execution: string
  readonly isSame: boolean
  constructor(execution: string, isSame: boolean) {
    super()
    this.execution = execution
    this.isSame = isSame
  }
  async act(_: Model, { rep, request, grant }: Real) {
    const digest = this.isSame ? request.digest : 'f'.repeat(64)
    return rep.ask('POST', `/v1/grants/${grant ?? randomUUID()}/consume`, {
      execution: this.execution,
      digest,
    })
  }
  say(model: Model): number {
    if (!model.history.includes('approved')) return 404
    if (model.state === 'consumed') return this.isSame && model.execution === this.execution ? 200 : 409
    if (model.state !== 'approved' || !this.isSame) return 409
    model.execution = this.execution
    move(model, 'consumed')
    return 200
  }
}

class Wait extends Step {
  readonly ms: number
  constructor(ms: number) {
    super()
    this.ms = ms
  }
  async act(model: Model, real: Real) {
    real.tick(this.ms)
    model.now += this.ms
    return { status: 0 }
  }
  say = () => 0
}

describe(`the approval machine on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00.000Z')

  class Sweep extends Step {
    async act() {
      await expireRequests(harness.parts)
      return { status: 0 }
    }
    say = () => 0
  }

  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  test('never leaves a final state and agrees with the model after every step of any story', async () => {
    const executions = [randomUUID(), randomUUID()] as const
    const steps = [
      fc
        .tuple(
          fc.constantFrom(0 as const, 1 as const),
          fc.constantFrom('approve' as const, 'approve' as const, 'deny' as const),
        )
        .map(([who, decision]) => new Decide(who, decision)),
      fc.constantFrom('requester' as const, 'outsider' as const).map((as) => new DecideWithoutRight(as)),
      fc.constant(null).map(() => new Withdraw()),
      fc
        .tuple(fc.constantFrom(...executions), fc.constantFrom(true, true, true, false))
        .map(([id, same]) => new Consume(id, same)),
      fc.constantFrom(1, useWithin - 1, useWithin, timebox - 1, timebox, 60_000).map((ms) => new Wait(ms)),
      fc.constant(null).map(() => new Sweep()),
    ]
    const tenant = await harness.tenant()
    const approvers = [
      await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk']),
      await harness.atConsole(tenant, 'blake', ['approver'], ['deal-desk']),
    ] as const
    const outsider = await harness.atConsole(tenant, 'casey', ['approver'], ['legal'])
    const rep = await harness.rep(tenant)

    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 12 }), async (commands) => {
        // Stories begin at the same hour, so that no session of the people in them runs out on the way.
        time = Date.parse('2026-03-02T09:00:00.000Z')
        const request = await aRequest()
        await rep.ask('POST', '/v1/approval-requests', request)
        const model: Model = {
          ...{ state: 'pending', now: time, decideBy: time + timebox, useBy: Infinity, execution: null },
          history: ['pending'],
        }
        const real: Real = { rep, approvers, outsider, request, grant: null, tick: (ms) => (time += ms) }
        await fc.asyncModelRun(() => ({ model, real }), commands)
        const ended = model.history.findIndex((state) => final.has(state))
        expect(ended === -1 || ended === model.history.length - 1).toBe(true)
      }),
      { numRuns: 25, seed, verbose: 1 },
    )
  }, 120_000)
})
