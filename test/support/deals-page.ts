import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page nobody's manifest names: one deal, one Save button, one JSON request. What reaches it is kept. */
export interface DealsPage {
  /** On a name of its own, which is this machine but neither 127.0.0.1 nor localhost. */
  readonly url: string
  readonly pattern: string
  readonly saved: readonly unknown[]
  stop(): Promise<void>
}

const html = `<!doctype html><title>Deals</title><main id="acme"><label>Amount <input name="amount" value="100"></label>
<button data-action="save" onclick="save()">Save</button><output></output></main><script>
async function save() {
  const amount = Number(document.querySelector('input').value)
  const sent = await fetch('/api/deals/7', { method: 'POST', body: JSON.stringify({ op: 'save', amount }) })
  document.querySelector('output').textContent = 'saved ' + sent.status
}</script>`

export async function startDealsPage(host = 'deals.localhost'): Promise<DealsPage> {
  const saved: unknown[] = []
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(html)
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      saved.push(JSON.parse(body))
      response.end('{}')
    })
    return undefined
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}/deals/7`,
    pattern: `http://${host}/*`,
    saved,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
