import type { ServerResponse } from 'node:http'
import type { StreamMessage } from '../../../protocol/http/devices.ts'
import { readNotice } from './notice.ts'

export const streamLimits = { total: 12_000, perCredential: 6, beatMs: 20_000, backlogBytes: 65_536 } as const

interface Client {
  readonly tenant: string
  readonly hash: string
  readonly response: ServerResponse
}

/** Every open stream of this node. A slow or revoked reader is cut off: it reconnects and polls. */
export function streamHub(now: () => Date = () => new Date()) {
  const clients = new Set<Client>()
  let beat: NodeJS.Timeout | null = null

  function write(client: Client, message: StreamMessage): void {
    const text = `event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`
    client.response.write(text)
    if (client.response.writableLength > streamLimits.backlogBytes) client.response.destroy()
  }
  function end(client: Client): void {
    clients.delete(client)
    client.response.end()
  }
  function beatAll(): void {
    const at = now().toISOString()
    for (const client of clients) {
      client.response.write(': beat\n')
      write(client, { type: 'beat', at })
    }
  }

  return {
    hasRoom(hash: string): boolean {
      if (clients.size >= streamLimits.total) return false
      return [...clients].filter((client) => client.hash === hash).length < streamLimits.perCredential
    },
    add(client: Client, revision: number): void {
      clients.add(client)
      beat ??= setInterval(beatAll, streamLimits.beatMs).unref()
      client.response.on('close', () => clients.delete(client))
      write(client, { type: 'hello', revision, at: now().toISOString() })
    },
    hear(text: string): void {
      const notice = readNotice(text)
      if (notice === null) return
      const revoked = new Set(notice.revoked)
      for (const client of clients) {
        if (client.tenant !== notice.tenant) continue
        if (revoked.has(client.hash)) end(client)
        else if (notice.message !== null) write(client, notice.message)
      }
    },
    /** Announcements may have been missed: whoever reconnects asks for the present state. */
    endAll(): void {
      for (const client of clients) end(client)
    },
    close(): void {
      if (beat !== null) clearInterval(beat)
      for (const client of clients) end(client)
    },
    size: () => clients.size,
  }
}
export type StreamHub = ReturnType<typeof streamHub>
