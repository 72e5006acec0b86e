import { request } from 'node:http'
import type { Agent, IncomingMessage } from 'node:http'
import { askAfter, comeBackAfter, retryAfterOf } from '../../../background/fleet/retry-after.ts'
import { proofHeader, proofNonceHeader } from '../../../protocol/http/proof.ts'
import type { TestDeviceKey } from '../device-key.ts'
import type { CheckedTexts } from './checked-texts.ts'

export interface FleetWorld {
  readonly url: string
  readonly key: TestDeviceKey
  readonly texts: CheckedTexts
  readonly sites: readonly string[]
  /** For everything but streams: a fleet in one process cannot keep ten thousand connections more. */
  readonly agent: Agent
  readonly now: () => number
  readonly told: (what: Told) => void
}
export type Told =
  | { readonly kind: 'asked' | 'opened' | 'current' | 'broken'; readonly client: number; readonly at: number }
  | {
      readonly kind: 'stopped' | 'announced' | 'active' | 'reported'
      readonly client: number
      readonly at: number
      readonly number: number
    }
  | { readonly kind: 'wrong'; readonly client: number; readonly at: number; readonly why: string }

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** What one browser does with its stream, its waits and its questions; how long it waits is the real client's own code. */
export function fleetClient(world: FleetWorld, client: number, token: string, isThorough: boolean) {
  const { url, key, texts, now, told } = world
  const place = new URL(url)
  let attempt = 0
  let spreadMs: number | null = null
  let version = 0
  let isEnding = false
  let nonce: string | null = null
  let isPulling = false
  let pulling: Promise<void> = Promise.resolve()
  let stream: IncomingMessage | null = null
  const say = (kind: 'asked' | 'opened' | 'current' | 'broken') => told({ kind, client, at: now() })
  const sayOf = (kind: 'stopped' | 'announced' | 'active' | 'reported', number: number) =>
    told({ kind, client, at: now(), number })
  const wrong = (error: unknown) =>
    told({ kind: 'wrong', client, at: now(), why: error instanceof Error ? error.message : String(error) })

  /** With a proof of the key over the last nonce, again when the server wants another one signed. */
  async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const about = { method, url: url + (path.split('?')[0] ?? ''), token }
    for (let asked = 1; ; asked++) {
      const proof = nonce === null ? null : await key.prove({ ...about, nonce })
      const answer = await askOnce(method, path, body, proof)
      if (answer.status !== 401 || answer.headers[proofNonceHeader] === undefined || asked === 4)
        return answer
    }
  }

  function askOnce(method: string, path: string, body: unknown, proof: string | null): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (proof !== null) headers[proofHeader] = proof
    if (text !== undefined)
      Object.assign(headers, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      })
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: place.hostname, port: place.port, agent: world.agent, method, path, headers },
        (response) => {
          learn(response)
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          )
        },
      )
      sent.on('error', reject)
      sent.end(text)
    })
  }

  function learn({ headers }: IncomingMessage): void {
    const given = headers[proofNonceHeader]
    if (typeof given === 'string') nonce = given
  }

  function open(proof: string | null): Promise<IncomingMessage> {
    const headers: Record<string, string> = { accept: 'text/event-stream', authorization: `Bearer ${token}` }
    if (proof !== null) headers[proofHeader] = proof
    return new Promise((resolve, reject) => {
      // The question for a nonce goes over a shared connection; the stream has one of its own.
      const agent = proof === null ? world.agent : false
      const sent = request(
        { host: place.hostname, port: place.port, agent, path: '/v1/stream', headers },
        resolve,
      )
      sent.on('error', reject)
      sent.end()
    })
  }

  async function connect(): Promise<void> {
    if (isEnding) return
    say('asked')
    let retryAfterMs: number | null = null
    try {
      const first = await open(null)
      first.resume()
      learn(first)
      const about = { url: `${url}/v1/stream`, token, nonce: nonce ?? '' }
      const response = await open(await key.prove(about))
      learn(response)
      if (response.statusCode === 200) return listen(response)
      response.resume()
      retryAfterMs = retryAfterOf(response.headers['retry-after'] ?? null, now())
    } catch {
      // Nobody listens yet: as after any break.
    }
    comeBack(retryAfterMs)
  }

  function comeBack(retryAfterMs: number | null): void {
    if (isEnding) return
    attempt += 1
    const wait = comeBackAfter({ attempt, spreadMs, ending: null, retryAfterMs }, Math.random)
    setTimeout(() => void connect(), wait)
  }

  function listen(response: IncomingMessage): void {
    stream = response
    say('opened')
    let held = ''
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => {
      held += chunk
      for (let end = held.indexOf('\n\n'); end >= 0; end = held.indexOf('\n\n')) {
        const frame = held.slice(0, end)
        held = held.slice(end + 2)
        hear(frame)
      }
    })
    response.on('error', () => undefined)
    response.on('close', () => {
      stream = null
      say('broken')
      comeBack(null)
    })
  }

  function hear(frame: string): void {
    attempt = 0
    const retry = /^retry: (\d+)$/m.exec(frame)?.[1]
    if (retry !== undefined) spreadMs = Number(retry)
    const data = frame.slice(frame.lastIndexOf('data: ') + 6)
    const within = Number(/"withinMs":(\d+)/.exec(data)?.[1] ?? 0)
    if (frame.includes('event: kill.changed\n')) {
      texts.kill(data, isThorough).then((epoch) => {
        const at = now()
        sayOf('stopped', epoch)
        setTimeout(() => void report(epoch, at), askAfter(within, Math.random))
      }, wrong)
    } else if (frame.includes('event: bundle.announced\n')) {
      sayOf('announced', Number(/"revision":(\d+)/.exec(data)?.[1]))
      setTimeout(() => void pull(false, within), askAfter(within, Math.random))
    } else if (frame.includes('event: hello\n')) void pull(true)
  }

  /** What the real client asks for after an announcement, and with more after a break. */
  async function pull(isBack: boolean, withinMs = 0): Promise<void> {
    // As in the client, one after another; one that is under way is enough for whoever polls.
    const before = pulling
    pulling = before.then(() => pullNow(isBack, withinMs))
    return pulling
  }

  async function pullNow(isBack: boolean, withinMs: number): Promise<void> {
    isPulling = true
    try {
      const trust = await ask('GET', `/v1/trust?root=1&bundle=${version}`)
      const current = await texts.trust(trust.text, isThorough)
      if (current > version) {
        version = await texts.bundle(trust.text, isThorough)
        sayOf('active', version)
        setTimeout(() => void report(null, now()), withinMs + askAfter(withinMs, Math.random))
      }
      say('current')
      if (isBack) {
        for (const site of world.sites) await ask('GET', `/v1/explanations?site=${site}`)
      }
    } catch (error) {
      unlessBroken(error)
    } finally {
      isPulling = false
    }
  }

  async function report(epoch: number | null, at: number): Promise<void> {
    const said = { bundleVersion: version, bundleDigest: null, extensionVersion: '1', unsent: 0, rejected: 0 }
    const applied = epoch === null ? {} : { killEpoch: epoch, killAppliedAgoMs: Math.round(now() - at) }
    try {
      const { status } = await ask('POST', '/v1/devices/status', { ...said, problem: null, ...applied })
      if (status !== 204) wrong(`report ${status}`)
      else if (epoch !== null) sayOf('reported', epoch)
    } catch (error) {
      unlessBroken(error)
    }
  }

  /** A server that goes away breaks what is under way; the next poll asks again. */
  function unlessBroken(error: unknown): void {
    if (!(error instanceof Error && 'code' in error)) wrong(error)
  }

  return {
    connect,
    poll: () => (version === 0 || isPulling ? Promise.resolve() : pull(false)),
    end(): void {
      isEnding = true
      stream?.destroy()
    },
  }
}
