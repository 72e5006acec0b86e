import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A line to a server of this machine that can be cut. */
export interface Line {
  readonly url: string
  /** Every connection breaks off, and no new one is taken. */
  cut(): void
  mend(): void
  end(): Promise<void>
}

/** `port` is asked for each connection: a server has to know the line's address before it has a port of its own. */
export async function layLine(port: () => number): Promise<Line> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(port(), '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => open.delete(one))
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = () => open.forEach((socket) => socket.destroy())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      drop()
    },
    mend: () => void (isCut = false),
    async end() {
      drop()
      server.close()
      await once(server, 'close')
    },
  }
}
