import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { comeBackWithinMs } from '../../server/features/stream/spread.ts'
import { signIn } from '../support/console-session.ts'
import { startFleet } from '../support/fleet/fleet.ts'
import type { Fleet } from '../support/fleet/fleet.ts'
import { everyClient, peakOf, publishRound, spreadOf, stopRounds } from '../support/fleet/rounds.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'

const size = Number(process.env['FLEET'] ?? 10_000)
const say = (what: string, figures: object) =>
  process.stdout.write(`${size} clients, ${what}: ${JSON.stringify(figures)}\n`)

describe(`${size} browsers on one node`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fleet-'))
  let server: ServerProcess
  let fleet: Fleet
  beforeAll(async () => {
    server = await startServerProcess(folder)
    fleet = await startFleet(server, size)
    await everyClient(fleet, ({ kind }) => kind === 'current', 400_000)
  }, 500_000)
  afterAll(async () => {
    await fleet?.end()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('F56 a stop reaches the last of them within a second, half of them within 300 ms', async () => {
    const admin = await signIn(server.url, 'admin@example.test')
    // The first one warms up what is compiled on the way.
    const [, ...rounds] = await stopRounds(fleet, admin, 6, 'a')
    say('stopped after, per round', rounds)
    for (const { p50, p99 } of rounds) {
      expect(p99).toBeLessThanOrEqual(1000)
      expect(p50).toBeLessThanOrEqual(300)
    }
  })

  test('a revision is announced to all within a second and in force at 95 of 100 within ten', async () => {
    const admin = await signIn(server.url, 'admin@example.test')
    const { announced, active } = await publishRound(fleet, admin)
    say('announced after', announced)
    say('in force after', active)
    expect(announced.p99).toBeLessThanOrEqual(1000)
    expect(active.p95).toBeLessThanOrEqual(10_000)
  })

  test('a server that was killed is not run over by those who come back, and all are current within a minute', async () => {
    fleet.forget()
    const clock = () => performance.timeOrigin + performance.now()
    await server.kill()
    const from = clock()
    await server.start()
    const up = clock() - from
    // By stream or by poll, whichever comes first: both say what is current.
    const current = await everyClient(fleet, ({ kind, at }) => kind === 'current' && at > from)
    const after = spreadOf(current.map(({ at }) => at - from))
    const streams = spreadOf(
      (await everyClient(fleet, ({ kind }) => kind === 'opened')).map(({ at }) => at - from),
    )
    const asked = fleet.told.filter(({ kind }) => kind === 'asked').map(({ at }) => at)
    // Spread evenly, the fleet comes back at this rate; a refused try draws again.
    const steady = (size * 1000) / comeBackWithinMs(size)
    say('back', { ...after, streams, up: Math.round(up), peak: peakOf(asked), steady: Math.round(steady) })
    expect(peakOf(asked)).toBeLessThanOrEqual(2 * steady)
    expect(after.last).toBeLessThanOrEqual(60_000)
  })
})
