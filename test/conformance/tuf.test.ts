import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ConformanceCase } from './cases.ts'
import { openFileServer, playTuf } from './play-tuf.ts'
import { isTold } from './tuf-lies.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
const told = files
  .flatMap((name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as ConformanceCase[])
  .filter(isTold)

/** The verdict of every case of the pack is a refusal; a second implementation, of other people, must come to the same. */
describe('conformance pack, by the client of The Update Framework', () => {
  let server: Awaited<ReturnType<typeof openFileServer>>
  beforeAll(async () => {
    server = await openFileServer()
  })
  afterEach(() => vi.useRealTimers())
  afterAll(() => server.close())

  const chosen = told.filter(
    (_, index) => process.env['CONFORMANCE'] === 'all' || (index + Math.floor(index / 4)) % 2 === 0,
  )
  test('at least 60 cases run', () => expect(chosen.length).toBeGreaterThanOrEqual(60))

  test.each(chosen.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const moveClock = (by: number) => {
      const at = Date.now() + by
      vi.useFakeTimers({ toFake: ['Date'], now: at })
    }
    const { refused, versions } = await playTuf(one, server, moveClock)
    expect(refused).not.toBeNull()
    expect(versions, 'what was in force stays, and an honest server is obeyed again').toEqual([8, 8, 10])
  })
})
