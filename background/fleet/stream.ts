import { streamMessageSchema } from '../../protocol/http/devices.ts'
import type { StreamMessage } from '../../protocol/http/devices.ts'
import { parseBounded } from '../../policy/bounded-json.ts'
import { readValue, writeValue } from '../db/values.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { noteContact } from './contact.ts'
import { readEventStream } from './event-stream.ts'
import { openStream } from './open-stream.ts'
import type { Refusal } from './open-stream.ts'
import { comeBackAfter } from './retry-after.ts'

export interface Stream {
  /** Connects unless a stream is open and heard of lately, or it is too early. Called at start and by the alarm. */
  revive(): void
  /** Connects now, as somebody else or with another token. */
  restart(): void
}

/** The server speaks every 20 s; silence of more than twice that is a dead line. */
const silence = 50_000
/** Answers that no later try changes: this browser has to enrol again. */
const signedOut = new Set(['TOKEN_UNKNOWN', 'DEVICE_REVOKED', 'SESSION_EXPIRED', 'KEY_REFUSED'])

interface Heard {
  readonly message: StreamMessage | null
  readonly retryMs: number | null
}

/**
 * One open stream, as a hint: what it announces is fetched, and the alarm fetches anyway. Every message is followed by
 * one extension API call, because incoming data alone does not keep the worker alive (platform.md, 7).
 */
export function createStream(worker: Worker, onMessage: (message: StreamMessage) => void): Stream {
  const { environment } = worker
  let heardAt = 0
  let notBefore = 0
  let open: AbortController | null = null
  let attempt = 0
  /** What the server last said about coming back; forgotten with the worker. */
  let spreadMs: number | null = null
  let ending: Extract<StreamMessage, { type: 'ended' }>['reason'] | null = null

  const connect = async () => {
    const enrolment = await readValue(worker.db, 'enrolment')
    if (!enrolment) return
    const mine = new AbortController()
    open = mine
    heardAt = environment.now()
    ending = null
    const refusal = await listen(worker, enrolment, mine.signal, ({ message, retryMs }) => {
      attempt = 0
      heardAt = environment.now()
      spreadMs = retryMs ?? spreadMs
      run('keep alive', environment.browser.runtime.getPlatformInfo())
      if (message?.type === 'ended') ending = message.reason
      else if (message) onMessage(message)
    })
    if (open !== mine) return
    open = null
    if (refusal && signedOut.has(refusal.code)) return pause(worker)
    attempt += 1
    if (refusal === null) await noteContact(worker, { ok: false, problem: 'SERVER_UNREACHABLE' })
    const wait = comeBackAfter(
      { attempt, spreadMs, ending, retryAfterMs: refusal?.retryAfterMs ?? null },
      environment.random,
    )
    notBefore = environment.now() + wait
    environment.later(wait, () => {
      notBefore = 0
      revive()
    })
  }

  const revive = () => {
    if (open && environment.now() - heardAt < silence) return
    if (!open && environment.now() < notBefore) return
    open?.abort()
    open = null
    run('stream', connect())
  }
  const restart = () => {
    notBefore = 0
    open?.abort()
    open = null
    revive()
  }
  return { revive, restart }
}

/** Listens until the line breaks: null, or why the server did not let it begin. */
async function listen(
  worker: Worker,
  enrolment: { readonly serverUrl: string; readonly token: string },
  signal: AbortSignal,
  heard: (heard: Heard) => void,
): Promise<Refusal | null> {
  try {
    const opened = await openStream(worker, enrolment, signal)
    if (!opened.ok) return opened
    for await (const sent of readEventStream(opened.body)) {
      const parsed = streamMessageSchema.safeParse(parseBounded(sent.data ?? '', 8))
      await noteContact(worker, { ok: true, problem: null })
      heard({ message: parsed.success ? parsed.data : null, retryMs: sent.retry ?? null })
    }
    return null
  } catch {
    // However a stream ends, it ended; the next try says whether the server is there.
    return null
  }
}

async function pause(worker: Worker): Promise<void> {
  await noteContact(worker, { ok: true, problem: null })
  await writeValue(worker.db, 'flush', { notBefore: 0, attempt: 0, paused: true })
}
