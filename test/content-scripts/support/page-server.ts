import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const pages = join(import.meta.dirname, '../../pages')

export interface PageServer {
  readonly url: string
  /** What reached the server: path and body of every POST. */
  readonly received: { path: string; body: string }[]
  close(): Promise<void>
}

/** Serves test/pages and keeps what pages send. */
export async function servePages(): Promise<PageServer> {
  const received: PageServer['received'] = []
  const server = createServer((request, response) => void answer(request, response))
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (request.method === 'POST') {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      received.push({ path, body: Buffer.concat(parts).toString() })
      response.setHeader('content-type', 'application/json')
      return void response.end('{"result":true}')
    }
    try {
      const page = await readFile(join(pages, `${path.replace(/[^a-z-]/g, '')}.html`))
      response.setHeader('content-type', 'text/html')
      response.end(page)
    } catch {
      response.statusCode = 404
      response.end()
    }
  }
  return listening(server, received)
}

/** On a free port of loopback. */
export async function listening(server: Server, received: PageServer['received']): Promise<PageServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
