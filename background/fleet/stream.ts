import { streamMessageSchema } from '../../protocol/http/devices.ts'
import type { StreamMessage } from '../../protocol/http/devices.ts'
import { readValue, writeValue } from '../db/values.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { parseBounded } from '../../policy/bounded-json.ts'
import { noteContact } from './contact.ts'
import { readEventStream } from './event-stream.ts'
import { backoff } from './retry-after.ts'

export interface Stream {
  /** Connects unless a stream is open and heard of lately. Called at start and by the alarm. */
  revive(): void
}

/** The server speaks every 20 s; silence of more than twice that is a dead line. */
const silence = 50_000

/**
 * One open stream, as a hint: what it announces is fetched, and the alarm fetches anyway. Every message is followed by
 * one extension API call, because incoming data alone does not keep the worker alive (platform.md, 7).
 */
export function createStream(worker: Worker, onMessage: (message: StreamMessage) => void): Stream {
  let heardAt = 0
  let open: AbortController | null = null
  let attempt = 0

  const connect = async () => {
    const enrolment = await readValue(worker.db, 'enrolment')
    if (!enrolment) return
    const mine = new AbortController()
    open = mine
    heardAt = worker.environment.now()
    const status = await listen(worker, enrolment, mine.signal, (message) => {
      attempt = 0
      heardAt = worker.environment.now()
      run('keep alive', worker.environment.browser.runtime.getPlatformInfo())
      if (message) onMessage(message)
    })
    if (open !== mine) return
    open = null
    if (status === 401) return pause(worker)
    attempt += 1
    await noteContact(worker, { ok: false, problem: 'SERVER_UNREACHABLE' })
    worker.environment.later(1000 + backoff(attempt, worker.environment.random), revive)
  }

  const revive = () => {
    if (open && worker.environment.now() - heardAt < silence) return
    open?.abort()
    open = null
    run('stream', connect())
  }
  return { revive }
}

/** Listens until the line breaks. The status when the server refused; 0 for everything else. */
async function listen(
  worker: Worker,
  { serverUrl, token }: { serverUrl: string; token: string },
  signal: AbortSignal,
  heard: (message: StreamMessage | null) => void,
): Promise<number> {
  try {
    const response = await worker.environment.fetch(new URL('/v1/stream', serverUrl).href, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal,
    })
    if (!response.ok || !response.body) return response.status
    for await (const sent of readEventStream(response.body)) {
      const parsed = streamMessageSchema.safeParse(parseBounded(sent.data ?? '', 8))
      const message = parsed.success ? parsed.data : null
      await noteContact(worker, { ok: true, problem: null })
      heard(message)
    }
    return 0
  } catch {
    // However a stream ends, it ended; the next try says whether the server is there.
    return 0
  }
}

async function pause(worker: Worker): Promise<void> {
  await noteContact(worker, { ok: true, problem: null })
  await writeValue(worker.db, 'flush', { notBefore: 0, attempt: 0, paused: true })
}
