import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const pages = join(import.meta.dirname, '../pages')

export interface HostileServer {
  readonly port: number
  /** Governed actions that reached it, and others that a page sent on purpose. */
  readonly reached: string[]
  readonly harmless: string[]
  close(): Promise<void>
}

/** Serves one hostile page and knows what of that which arrives is a governed action. */
export async function serveHostile(): Promise<HostileServer> {
  const reached: string[] = []
  const harmless: string[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    const what = `${request.method} ${url.pathname}${url.search} ${body}`
    if (isGoverned(request.method, url, body)) reached.push(what)
    else if (request.method === 'POST' && url.pathname !== '/marker') harmless.push(what)
    const file = /^\/([a-z-]+)(\.js)?$/.exec(url.pathname)
    const text = file && (await readFile(join(pages, file[1] + (file[2] ?? '.html'))).catch(() => null))
    response.setHeader(
      'content-type',
      text ? (file[2] ? 'text/javascript' : 'text/html') : 'application/json',
    )
    if (url.pathname.startsWith('/reporting')) response.setHeader('content-security-policy', reporting)
    response.end(text ?? '{"result":true}')
  }
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    reached,
    harmless,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const reporting = "img-src 'none'; report-uri /launches/7"

function isGoverned(method: string | undefined, { pathname, search }: URL, body: string): boolean {
  // Where pages send what must not be told from the action by its body.
  if (pathname === '/marker' || method === 'PUT') return false
  const amount = /"amount":(\d+)/.exec(body)
  return (
    /^\/(happened|launches\/)/.test(decodeURIComponent(pathname)) ||
    (pathname === '/do' && /action=launch/.test(decodeURIComponent(search))) ||
    /"(campaign|background)\.launch"/.test(body) ||
    (pathname === '/letters' && /\bdo(=|"\s+)send/.test(body)) ||
    Number(amount?.[1]) > 50_000
  )
}
