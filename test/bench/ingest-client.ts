import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

export interface Batches {
  readonly bodies: readonly string[]
  readonly proofs: readonly string[]
}

/** Sends batches from a thread of its own: what a client costs is no cost of the server. */
const { port, tokens } = workerData as { readonly port: number; readonly tokens: readonly string[] }
const agent = new Agent({ keepAlive: true, maxSockets: tokens.length })

parentPort?.on('message', ({ bodies, proofs }: Batches) => {
  Promise.all(bodies.map((body, index) => post(tokens[index] ?? '', proofs[index] ?? '', body))).then(
    () => parentPort?.postMessage('stored'),
    (error: unknown) => parentPort?.postMessage(String(error)),
  )
})

function post(token: string, proof: string, body: string): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
    dpop: proof,
  }
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, agent, method: 'POST', path: '/v1/events', headers },
      (response) => {
        response
          .resume()
          .on('end', () =>
            response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
          )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
