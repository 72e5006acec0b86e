import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { listening, type PageServer } from '../../content-scripts/support/page-server.ts'
import { lightningApp } from './build-app.ts'

const shell = join(import.meta.dirname, '../../sites/lightning/app/shell.html')

const report = `<!doctype html><title>Report</title><h1>Pipeline</h1>
  <button class="slds-button report-action-ReportExportAction" title="Export">Export</button>
  <script>document.querySelector('button').onclick = () => fetch('/report-export', { method: 'POST', body: '' })</script>`

/** The application with a server of its own: what is posted is kept, and answered the way Aura answers. */
export async function serveLightning(): Promise<PageServer> {
  const [script, page] = await Promise.all([lightningApp(), readFile(shell, 'utf8')])
  const received: PageServer['received'] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    if (request.method === 'GET') {
      if (pathname === '/printable') received.push({ path: pathname, body })
      const isScript = pathname === '/app.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      return void response.end(isScript ? script : pathname === '/report-frame' ? report : page)
    }
    received.push({ path: pathname, body })
    const actions = actionsOf(body).map(({ id }) => ({ id, state: 'SUCCESS', returnValue: {}, error: [] }))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ actions, context: {} }))
  }
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  )
  return listening(server, received)
}

export interface AuraAction {
  readonly id: string
  readonly descriptor: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The calls that one request boxes. */
export function actionsOf(body: string): readonly AuraAction[] {
  const message = new URLSearchParams(body).get('message')
  return message === null ? [] : (JSON.parse(message) as { actions: AuraAction[] }).actions
}
