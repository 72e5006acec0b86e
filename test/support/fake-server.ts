import { createHash, randomUUID } from 'node:crypto'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import type { Bundle } from '../../policy/bundle.ts'
import type { Explanation } from '../../policy/explanation.ts'
import type { AuditEvent } from '../../protocol/audit/event.ts'
import { approvalRequestSchema, grantConsumptionSchema } from '../../protocol/http/approvals.ts'
import { deviceStatusSchema } from '../../protocol/http/devices.ts'
import type { DeviceStatus } from '../../protocol/http/devices.ts'
import type { ApprovalRequest, ApprovalView } from '../../protocol/http/approvals.ts'
import { json, problem } from './fake-answers.ts'
import { createFakeOverrides } from './fake-overrides.ts'
import { createFakeTrust } from './fake-trust.ts'

interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: unknown
}
type Handler = (request: Request) => Response | Promise<Response>

interface StoredRequest {
  readonly request: ApprovalRequest
  view: ApprovalView
  execution: string | null
}

/**
 * A server that keeps the protocol in memory, for tests that must hold the other end of every wire. The real server is
 * run against the worker in `worker-and-server.test.ts`.
 */
export function createFakeServer(bundle: Bundle, now: () => number) {
  const events: AuditEvent[] = []
  const requests = new Map<string, StoredRequest>()
  const reservations = new Map<string, { rule: string; amount: number }>()
  const overrideUses = createFakeOverrides()
  const explanations: Explanation[] = []
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const calls: string[] = []
  const trust = createFakeTrust(bundle, now)
  const server = {
    trust,
    url: 'http://127.0.0.1:4600',
    tenant: bundle.tenant,
    payload: JSON.stringify(bundle),
    /** With the fingerprint, as it is handed over. */
    code: `practice-code.${trust.kit.pin()}`,
    fleetToken: 'FLEET-AAAA-BBBB-CCCC-DDDD-EEEE-FFFF',
    isUp: true,
    cap: 100,
    overrideUses,
    /** What the device said about itself, in order. */
    statuses: [] as DeviceStatus[],
    /** Ids the server will not take. */
    poison: new Set<string>(),
    /** Replaces the answer to the next calls of a path, in order. */
    overrides: new Map<string, Handler[]>(),
    events,
    requests,
    reservations,
    explanations,
    calls,
    streams,
    publish(next: Bundle) {
      server.payload = JSON.stringify(next)
      server.say({ type: 'bundle.announced', revision: next.version })
    },
    /** Stops these scopes, and no others, at once. */
    stop(scopes: readonly string[]) {
      const envelope = trust.stop(scopes)
      server.say({ type: 'kill.changed', epoch: trust.epoch(), envelope })
    },
    decide(id: string, state: 'approved' | 'denied' | 'expired', now: number) {
      const stored = requests.get(id)
      if (!stored) throw new Error(`no request ${id}`)
      const isApproved = state === 'approved'
      stored.view = {
        ...stored.view,
        state,
        grant: isApproved ? randomUUID() : null,
        useBy: isApproved ? new Date(now + 3_600_000).toISOString() : null,
      }
      server.say({ type: 'approval.changed', id, state })
    },
    say(message: object) {
      const text = `event: message\ndata: ${JSON.stringify(message)}\n\n`
      for (const stream of streams) stream.enqueue(new TextEncoder().encode(text))
    },
    /** The line breaks and nobody answers. */
    goDown() {
      server.isUp = false
      for (const stream of streams) stream.error(new Error('line broke'))
      streams.clear()
    },
    async handle(url: string, init: RequestInit = {}): Promise<Response> {
      if (!server.isUp) throw new TypeError('Failed to fetch')
      const { pathname, search } = new URL(url)
      const method = init.method ?? 'GET'
      calls.push(`${method} ${pathname}`)
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      const request = { method, path: pathname + search, headers: new Headers(init.headers), body }
      const override = server.overrides.get(pathname)?.shift()
      return override ? override(request) : route(request)
    },
  }

  function route(request: Request): Response {
    const { method, path, headers, body } = request
    const [pathname = ''] = path.split('?', 1)
    if (pathname === '/v1/enrolments') return enrol(body)
    if (headers.get('authorization') !== 'Bearer token') return problem(401, 'SIGN_IN_REQUIRED')
    if (pathname === '/v1/bundle') return sendBundle(headers)
    if (pathname === '/v1/trust')
      return json(200, trust.answer(server.payload, new URL(path, server.url).searchParams))
    if (pathname === '/v1/stream') return openStream()
    if (pathname === '/v1/events') return ingest(body)
    if (pathname === '/v1/explanations')
      return json(200, {
        explanations: explanations.filter(({ site }) => path.includes(`site=${site}`)),
        more: false,
      })
    if (pathname === '/v1/reservations') return reserve(body)
    const counted = overrideUses.answer(pathname, body)
    if (counted) return counted
    if (pathname === '/v1/devices/status') {
      server.statuses.push(deviceStatusSchema.parse(body))
      return new Response(null, { status: 204 })
    }
    if (pathname === '/v1/approval-requests' && method === 'POST') return openRequest(body)
    const [, , area, id = '', verb] = pathname.split('/')
    if (area === 'approval-requests') return changeRequest(id, verb)
    if (area === 'grants' && verb === 'consume') return consume(id, body)
    return problem(404, 'NOT_FOUND')
  }

  function enrol(body: unknown): Response {
    const { code, device, person: email } = body as { code: string; device: string; person?: string }
    const known = email === undefined ? server.code.split('.')[0] : server.fleetToken
    if (code !== known) return problem(404, 'CODE_UNKNOWN')
    const person = { id: 'p1', name: 'Riley Rep', email: email ?? 'rep@example.test' }
    return json(201, { device, token: 'token', tenant: server.tenant, person, consoleUrl: server.url })
  }

  function sendBundle(headers: Headers): Response {
    const etag = `"${createHash('sha256').update(server.payload).digest('hex')}"`
    if (headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
    return json(200, trust.bundle(server.payload), { etag })
  }

  function openStream(): Response {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        streams.add(controller)
        const hello = { type: 'hello', revision: 1, at: new Date(now()).toISOString() }
        controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(hello)}\n\n`))
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }

  function ingest(body: unknown): Response {
    const receipts = (body as { events: AuditEvent[] }).events.map((event) => {
      if (server.poison.has(event.id)) return { id: event.id, outcome: 'rejected', reason: 'EVENT_INVALID' }
      const stored = events.find(({ id }) => id === event.id)
      if (!stored) events.push(event)
      else if (canonical(stored as unknown as Json) !== canonical(event as unknown as Json))
        return { id: event.id, outcome: 'rejected', reason: 'EQUIVOCATION' }
      return { id: event.id, outcome: stored ? 'duplicate' : 'accepted', reason: null }
    })
    return json(200, { receipts, contiguousTo: 0 })
  }

  function reserve(body: unknown): Response {
    const { id, rule, amount } = body as { id: string; rule: string; amount: number }
    if (!reservations.has(id)) {
      if (amount > server.cap) return problem(409, 'CAP_REACHED')
      server.cap -= amount
      reservations.set(id, { rule, amount })
    }
    return json(200, { id, rule, amount, remaining: server.cap })
  }

  function openRequest(body: unknown): Response {
    const request = approvalRequestSchema.parse(body)
    const digest = createHash('sha256').update(effectOf(request.action)).digest('hex')
    if (digest !== request.digest) return problem(422, 'DIGEST_MISMATCH')
    const known = requests.get(request.id)
    if (known) return json(200, known.view)
    const replaced = request.supersedes === null ? undefined : requests.get(request.supersedes)
    if (replaced) replaced.view = { ...replaced.view, state: 'superseded' }
    const view = viewOf(request)
    requests.set(request.id, { request, view, execution: null })
    return json(201, view)
  }

  function changeRequest(id: string, verb: string | undefined): Response {
    const stored = requests.get(id)
    if (!stored) return problem(404, 'APPROVAL_UNKNOWN')
    if (verb === 'withdraw') stored.view = { ...stored.view, state: 'withdrawn', grant: null }
    return json(200, stored.view)
  }

  function consume(grant: string, body: unknown): Response {
    const { execution, digest } = grantConsumptionSchema.parse(body)
    const stored = [...requests.values()].find(({ view }) => view.grant === grant)
    if (!stored) return problem(404, 'GRANT_UNKNOWN')
    if (stored.view.digest !== digest) return problem(409, 'PAYLOAD_CHANGED')
    if (stored.execution !== null && stored.execution !== execution) return problem(409, 'GRANT_CONSUMED')
    stored.execution = execution
    stored.view = { ...stored.view, state: 'consumed' }
    return json(200, { grant, execution, consumedAt: new Date(now()).toISOString() })
  }

  return server
}
export type FakeServer = ReturnType<typeof createFakeServer>

function viewOf(request: ApprovalRequest): ApprovalView {
  return {
    id: request.id,
    state: 'pending',
    requester: { id: 'p1', name: 'Riley Rep', email: 'rep@example.test' },
    action: request.action,
    digest: request.digest,
    workflow: { id: 'opportunity-update', name: 'Opportunity updates' },
    tier: 3,
    steps: [{ rule: 'amount', ruleName: 'Amount', approvers: ['sales-leaders'], approvedBy: null }],
    rationale: request.rationale,
    rollbackPlan: request.rollbackPlan,
    ticket: request.ticket,
    note: '',
    createdAt: new Date().toISOString(),
    decideBy: new Date().toISOString(),
    decidedAt: null,
    decidedBy: null,
    useBy: null,
    grant: null,
    supersedes: request.supersedes,
    mayDecide: false,
    mayNotDecideBecause: 'requester',
  }
}
