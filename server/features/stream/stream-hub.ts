import type { ServerResponse } from 'node:http'
import type { StreamMessage, streamEndings } from '../../../protocol/http/devices.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Remembered } from '../../remember.ts'
import { changesAnswers, readNotice } from './notice.ts'
import { openStreams } from './open-streams.ts'
import { askWithinMs, comeBackWithinMs, reportWithinMs } from './spread.ts'

export const streamLimits = { total: 12_000, perSession: 6, beatMs: 20_000, backlogBytes: 65_536 } as const
// Node keeps no longer timer.
const longestTimerMs = 2_147_483_647
const beatComment = Buffer.from(': beat\n')

interface Opening {
  readonly principal: PersonPrincipal
  readonly response: ServerResponse
  /** By the clock of the database; null = never. */
  readonly expiresInMs: number | null
}
interface Client {
  readonly tenant: string
  readonly hash: string
  readonly principal: PersonPrincipal
  readonly response: ServerResponse
  /** The kill document it was sent last: one that is overtaken on the way is left out. */
  epoch: number
}
/** Reads a kill document that was too large for a notice. */
export type RecallKill = (tenant: string, epoch: number) => Promise<StreamMessage | null>

interface Given {
  readonly recall: RecallKill
  readonly remembered: Remembered
  readonly now?: () => Date
  readonly most?: number
}

/** Every open stream of this node. A slow or revoked reader is cut off: it reconnects and polls. */
export function streamHub({ recall, remembered, now = () => new Date(), most = streamLimits.total }: Given) {
  const streams = openStreams<Client>()
  let beat: NodeJS.Timeout | null = null

  function send(client: Client, message: StreamMessage, frame: Buffer): void {
    if (message.type === 'kill.changed') {
      if (message.epoch <= client.epoch) return
      client.epoch = message.epoch
    }
    client.response.write(frame)
    if (client.response.writableLength > streamLimits.backlogBytes) client.response.destroy()
  }
  /** One text and one buffer for all: ten thousand browsers are told of a stop in one pass. */
  function sendAll(tenant: string, message: StreamMessage): void {
    const frame = frameOf(spread(message, streams.countOf(tenant)))
    for (const client of streams.ofTenant(tenant)) send(client, message, frame)
  }
  function end(client: Client, reason?: (typeof streamEndings)[number]): void {
    streams.remove(client)
    client.response.end(reason === undefined ? undefined : frameOf({ type: 'ended', reason }))
  }
  function beatAll(): void {
    const message = { type: 'beat', at: now().toISOString() } as const
    const frames = {
      device: Buffer.concat([beatComment, frameOf(message, comeBackWithinMs(streams.all.size))]),
      session: Buffer.concat([beatComment, frameOf(message)]),
    }
    for (const client of streams.all) {
      client.response.write(frames[client.principal.kind])
      if (client.response.writableLength > streamLimits.backlogBytes) client.response.destroy()
    }
  }
  async function tellKill(tenant: string, epoch: number): Promise<void> {
    const message = await recall(tenant, epoch).catch(() => null)
    if (message !== null) return sendAll(tenant, message)
    // Whoever cannot be told of a stop here is sent away to ask again.
    for (const client of streams.ofTenant(tenant)) end(client)
  }

  return {
    /** Why there is no room for this one; a device has one stream, and a new one takes the place of the old. */
    refusal({ kind, hash }: PersonPrincipal): 'STREAM_BUSY' | 'STREAM_LIMIT' | null {
      const own = streams.ofHash(hash).length
      if (kind === 'session' && own >= streamLimits.perSession) return 'STREAM_LIMIT'
      return streams.all.size >= most && own === 0 ? 'STREAM_BUSY' : null
    },
    /** Seconds after which whoever found no room asks again: spread, like coming back after a break. */
    retryAfter: (random: () => number = Math.random): number =>
      5 + Math.floor((random() * comeBackWithinMs(streams.all.size)) / 1000),
    add({ principal, response, expiresInMs }: Opening, revision: number): Client {
      const { tenant, hash } = principal
      if (principal.kind === 'device') for (const old of streams.ofHash(hash)) end(old, 'replaced')
      const client: Client = { tenant, hash, principal, response, epoch: 0 }
      streams.add(client)
      beat ??= setInterval(beatAll, streamLimits.beatMs).unref()
      const expiry =
        expiresInMs === null
          ? null
          : setTimeout(
              () => end(client, 'expired'),
              Math.min(Math.max(expiresInMs, 0), longestTimerMs),
            ).unref()
      response.on('close', () => {
        if (expiry !== null) clearTimeout(expiry)
        streams.remove(client)
      })
      const hello = { type: 'hello', revision, at: now().toISOString() } as const
      // A browser's own EventSource waits exactly as long as it is told: only ours spreads.
      const retry = principal.kind === 'device' ? comeBackWithinMs(streams.all.size) : undefined
      response.write(frameOf(hello, retry))
      return client
    },
    write: (client: Client, message: StreamMessage) => send(client, message, frameOf(message)),
    /** Who a token belongs to, while a stream that was opened with it is open here. */
    known(hash: string): PersonPrincipal | undefined {
      return streams.ofHash(hash).at(0)?.principal
    },
    hear(text: string): void {
      const notice = readNotice(text)
      if (notice === null) return
      const { tenant, message, killEpoch, revoked } = notice
      if (changesAnswers(notice)) remembered.forget(tenant)
      for (const hash of revoked) for (const client of streams.ofHash(hash)) end(client, 'revoked')
      if (message !== null) sendAll(tenant, message)
      if (killEpoch !== undefined) void tellKill(tenant, killEpoch)
    },
    /** Announcements may have been missed: whoever reconnects asks for the present state. */
    endAll(): void {
      remembered.forgetAll()
      for (const client of streams.all) end(client)
    },
    close(): void {
      if (beat !== null) clearInterval(beat)
      for (const client of streams.all) end(client)
    },
    size: () => streams.all.size,
  }
}
export type StreamHub = ReturnType<typeof streamHub>

function spread(message: StreamMessage, streams: number): StreamMessage {
  if (message.type === 'bundle.announced') return { ...message, withinMs: askWithinMs(streams) }
  if (message.type === 'kill.changed') return { ...message, withinMs: reportWithinMs(streams) }
  return message
}

function frameOf(message: StreamMessage, retryMs?: number): Buffer {
  const retry = retryMs === undefined ? '' : `retry: ${retryMs}\n`
  return Buffer.from(`${retry}event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`)
}
