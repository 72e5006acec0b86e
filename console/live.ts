/*
 * Live changes: the server-sent stream is the accelerator, a poll every 15 s (while the page is seen) the guarantee.
 * A listener is told a topic and asks the API itself, so a lost or doubled message does no harm.
 */
export type Topic = 'approvals' | 'policy'

const pollMs = 15_000
const listeners = new Map<() => void, readonly Topic[]>()
let stream: EventSource | null = null
let poll: ReturnType<typeof setInterval> | null = null

export function onChange(topics: readonly Topic[], listener: () => void): () => void {
  listeners.set(listener, topics)
  if (!poll) start()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) stop()
  }
}

function start(): void {
  poll = setInterval(() => {
    if (document.visibilityState === 'visible') tell(['approvals', 'policy'])
  }, pollMs)
  document.addEventListener('visibilitychange', onVisible)
  stream = new EventSource('/v1/stream')
  stream.addEventListener('approval.changed', () => tell(['approvals']))
  stream.addEventListener('bundle.announced', () => tell(['policy']))
}

function stop(): void {
  if (poll) clearInterval(poll)
  poll = null
  document.removeEventListener('visibilitychange', onVisible)
  stream?.close()
  stream = null
}

function onVisible(): void {
  if (document.visibilityState === 'visible') tell(['approvals', 'policy'])
}

function tell(changed: readonly Topic[]): void {
  for (const [listener, topics] of listeners) if (topics.some((topic) => changed.includes(topic))) listener()
}
