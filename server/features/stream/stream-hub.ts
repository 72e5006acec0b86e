import type { ServerResponse } from 'node:http'
import type { StreamMessage } from '../../../protocol/http/devices.ts'
import { readNotice } from './notice.ts'

export const streamLimits = { total: 12_000, perCredential: 6, beatMs: 20_000, backlogBytes: 65_536 } as const

interface Client {
  readonly tenant: string
  readonly hash: string
  readonly response: ServerResponse
}
/** Reads a kill document that was too large for a notice. */
export type RecallKill = (tenant: string, epoch: number) => Promise<StreamMessage | null>

/** Every open stream of this node. A slow or revoked reader is cut off: it reconnects and polls. */
export function streamHub(recall: RecallKill, now: () => Date = () => new Date()) {
  const clients = new Set<Client>()
  /** The kill document each reader was sent last: one that is overtaken on the way is left out. */
  const epochs = new WeakMap<Client, number>()
  let beat: NodeJS.Timeout | null = null

  function write(client: Client, message: StreamMessage): void {
    if (message.type === 'kill.changed') {
      if (message.epoch <= (epochs.get(client) ?? 0)) return
      epochs.set(client, message.epoch)
    }
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

  function of(tenant: string): readonly Client[] {
    return [...clients].filter((client) => client.tenant === tenant)
  }
  async function tellKill(tenant: string, epoch: number): Promise<void> {
    const message = await recall(tenant, epoch).catch(() => null)
    // Whoever cannot be told of a stop here is sent away to ask again.
    for (const client of of(tenant)) {
      if (message === null) end(client)
      else write(client, message)
    }
  }

  return {
    hasRoom(hash: string): boolean {
      if (clients.size >= streamLimits.total) return false
      return [...clients].filter((client) => client.hash === hash).length < streamLimits.perCredential
    },
    write,
    add(client: Client, revision: number): void {
      clients.add(client)
      beat ??= setInterval(beatAll, streamLimits.beatMs).unref()
      client.response.on('close', () => clients.delete(client))
      write(client, { type: 'hello', revision, at: now().toISOString() })
    },
    hear(text: string): void {
      const notice = readNotice(text)
      if (notice === null) return
      const { tenant, message, killEpoch } = notice
      const revoked = new Set(notice.revoked)
      for (const client of of(tenant)) {
        if (revoked.has(client.hash)) end(client)
        else if (message !== null) write(client, message)
      }
      if (killEpoch !== undefined) void tellKill(tenant, killEpoch)
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
