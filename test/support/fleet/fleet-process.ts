import { Agent } from 'node:http'
import type { Root } from '../../../policy/trust/documents.ts'
import { createDeviceKey } from '../device-key.ts'
import { checkedTexts } from './checked-texts.ts'
import { fleetClient } from './fleet-client.ts'
import type { Told } from './fleet-client.ts'

/** What the test says to the process that plays the fleet. */
export type Order =
  | {
      readonly kind: 'begin'
      readonly url: string
      readonly root: Root
      readonly tokens: readonly string[]
      readonly sites: readonly string[]
      /** One of so many checks everything itself. */
      readonly thoroughEvery: number
      /** Streams opened at the same time, so that the beginning is no flood. */
      readonly abreast: number
    }
  | { readonly kind: 'end' }

/** The fleet: one process, as many clients as there are tokens, all with one key, which each device has registered. */
const key = await createDeviceKey()
process.send?.({ kind: 'key', publicKey: key.publicKey })
const batch: Told[] = []
setInterval(() => {
  if (batch.length > 0) process.send?.({ kind: 'told', told: batch.splice(0) })
}, 100).unref()

const pollMs = 30_000
let clients: ReturnType<typeof fleetClient>[] = []

process.on('message', (order: Order) => {
  if (order.kind === 'begin') void begin(order)
  else {
    for (const client of clients) client.end()
    process.disconnect()
    process.exit(0)
  }
})

async function begin({
  url,
  root,
  tokens,
  sites,
  thoroughEvery,
  abreast,
}: Extract<Order, { kind: 'begin' }>) {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 })
  const texts = checkedTexts(root)
  const now = () => performance.timeOrigin + performance.now()
  const told = (what: Told) => void batch.push(what)
  const world = { url, key, texts, sites, agent, now, told }
  clients = tokens.map((token, index) => fleetClient(world, index, token, index % thoroughEvery === 0))
  // Polling goes on beside every stream: it is what a browser can rely on.
  for (const client of clients)
    setTimeout(() => setInterval(() => void client.poll(), pollMs).unref(), Math.random() * pollMs).unref()
  const waiting = [...clients]
  const lane = async () => {
    for (let client = waiting.shift(); client !== undefined; client = waiting.shift()) await client.connect()
  }
  await Promise.all(Array.from({ length: abreast }, lane))
}
