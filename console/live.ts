/*
 * Live changes: the server-sent stream is the accelerator, a poll every 15 s (while the page is seen) the guarantee.
 * A listener is told a topic and asks the API itself, so a lost or doubled message does no harm.
 */
export type Topic = 'approvals' | 'escalations' | 'policy' | 'kills'

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
  poll = setInterval(lookAgain, pollMs)
  document.addEventListener('visibilitychange', lookAgain)
  openStream()
}

function openStream(): void {
  stream = new EventSource('/v1/stream')
  stream.addEventListener('approval.changed', () => tell(['approvals']))
  stream.addEventListener('escalation.changed', () => tell(['escalations']))
  stream.addEventListener('bundle.announced', () => tell(['policy']))
  stream.addEventListener('draft.changed', () => tell(['policy']))
  stream.addEventListener('proposal.changed', () => tell(['policy']))
  stream.addEventListener('rollout.changed', () => tell(['policy']))
  stream.addEventListener('kill.changed', () => tell(['kills']))
}

function stop(): void {
  if (poll) clearInterval(poll)
  poll = null
  document.removeEventListener('visibilitychange', lookAgain)
  stream?.close()
  stream = null
}

function lookAgain(): void {
  if (document.visibilityState !== 'visible') return
  // A stream that was refused (too many tabs, a restart) does not come back by itself.
  if (stream?.readyState === EventSource.CLOSED) openStream()
  tell(['approvals', 'escalations', 'policy', 'kills'])
}

function tell(changed: readonly Topic[]): void {
  for (const [listener, topics] of listeners) if (topics.some((topic) => changed.includes(topic))) listener()
}
