import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signIn } from '../support/console-session.ts'
import { startFleet } from '../support/fleet/fleet.ts'
import { everyClient, stopRounds } from '../support/fleet/rounds.ts'
import { startServerProcess } from '../support/server-process.ts'

const clients = 1000
const rounds = 5

/** From the press of the button until 99 of 100 clients obey; ten thousand are played in `test/long/fleet.test.ts`. */
async function stopReaches(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fleet-'))
  const server = await startServerProcess(folder)
  const fleet = await startFleet(server, clients)
  try {
    await everyClient(fleet, ({ kind }) => kind === 'current')
    const admin = await signIn(server.url, 'admin@example.test')
    const [, ...spreads] = await stopRounds(fleet, admin, rounds + 1, 'bench')
    process.stderr.write(`stop: ${JSON.stringify(spreads)}\n`)
    return (
      spreads.map(({ p99 }) => p99).toSorted((left, right) => left - right)[Math.floor(rounds / 2)] ?? NaN
    )
  } finally {
    await fleet.end()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const benches = [
  { name: 'stop-to-99-of-100-of-1000-streams', unit: 'ms', goal: 1000, better: 'lower', run: stopReaches },
] as const
