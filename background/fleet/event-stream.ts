/** One server-sent message: the joined `data` lines and the event name. A comment is a message without data. */
export interface Sent {
  readonly event: string
  readonly data: string | null
  /** Over how many ms the server wants coming back to be spread, where it said so. */
  readonly retry?: number
}

const longestLine = 100_000

/** Reads a body of server-sent events until it ends. Throws on a line longer than any honest one. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<Sent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let event = 'message'
  let data: string[] = []
  let retry: { retry?: number } = {}
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    rest += decoder.decode(value, { stream: true })
    const lines = rest.split(/\r\n|\n|\r/)
    rest = lines.pop() ?? ''
    if (rest.length > longestLine || data.length > 1000) throw new RangeError('event stream line too long')
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { event, data: data.join('\n'), ...retry }
        event = 'message'
        data = []
        retry = {}
      } else if (line.startsWith(':')) yield { event: 'comment', data: null }
      else {
        const [name, text] = fieldOf(line)
        if (name === 'event') event = text
        else if (name === 'data') data.push(text)
        else if (name === 'retry' && /^\d{1,9}$/.test(text)) retry = { retry: Number(text) }
      }
    }
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':')
  if (colon < 0) return [line, '']
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
}
