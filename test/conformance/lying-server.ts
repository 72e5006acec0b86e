import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Envelope } from '../../policy/trust/envelope.ts'
import type { Trust } from '../../protocol/http/trust.ts'
import type { FakeServer } from '../support/fake-server.ts'
import type { Lie, Scene } from './lies.ts'

/** What stands between client and server at the moment. Without a lie everything passes as it is. */
export interface Stage {
  readonly server: FakeServer
  lie: Lie | null
  scene: Scene | null
}

/** A real HTTP server before a fake one: what is lied about goes over a real connection. */
export async function openLyingServer() {
  let stage: Stage | null = null
  const http = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = stage
    const url = request.url ?? '/'
    if (at === null || url.startsWith('/v1/stream')) return void response.writeHead(503).end()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const honest = await at.server.handle(`${at.server.url}${url}`, {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '' },
      ...(body !== '' && { body }),
    })
    const text = await honest.text()
    const [path = ''] = url.split('?', 1)
    const { lie, scene } = at
    if (lie?.wire?.path === path) return lie.wire.respond(response, text, request)
    response.writeHead(honest.status, { 'content-type': 'application/json' })
    if (honest.status !== 200 || !lie || !scene) return void response.end(text)
    response.end(JSON.stringify(told(path, JSON.parse(text) as unknown, lie, scene)))
  }

  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    show(next: Stage): void {
      stage = next
    },
    async close(): Promise<void> {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

function told(path: string, honest: unknown, lie: Lie, scene: Scene): unknown {
  if (path === '/v1/trust' && lie.trust) return lie.trust(honest as Trust, scene)
  if (path === '/v1/bundle' && lie.bundle) return lie.bundle(honest as Envelope, scene)
  return honest
}
