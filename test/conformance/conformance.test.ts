import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conformanceCases, fileOf } from './cases.ts'
import type { ConformanceCase } from './cases.ts'
import { openLyingServer } from './lying-server.ts'
import { play } from './play.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
const read = files.flatMap(
  (name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as ConformanceCase[],
)

describe('conformance pack', () => {
  let server: Awaited<ReturnType<typeof openLyingServer>>
  beforeAll(async () => {
    server = await openLyingServer()
  })
  afterAll(() => server.close())

  test('the files are the table (else run `node test/conformance/generate.ts`)', () => {
    const byFile = Object.groupBy(conformanceCases(), fileOf)
    expect(read).toEqual(files.flatMap((name) => byFile[name.replace('.json', '')] ?? []))
    expect(read.length).toBeGreaterThanOrEqual(120)
    expect(new Set(read.map(({ name }) => name)).size).toBe(read.length)
  })

  // Every attack in two phases, which two changes from one to the next; all of them with CONFORMANCE=all (test/long).
  const isChosen = (_: ConformanceCase, index: number) =>
    process.env['CONFORMANCE'] === 'all' || (index + Math.floor(index / 4)) % 2 === 0
  const chosen = read.filter(isChosen)
  test('enough of them run', () => expect(chosen.length).toBeGreaterThanOrEqual(120))

  test.each(chosen.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { recorded, before, during, after } = await play(one, server)
    const { event, code } = one.expected
    expect(recorded).toContain(`${event} ${code}`.trim())
    expect(before).toEqual({ version: 8, killed: ['agent:*'] })
    expect(during, 'what was in force stays').toEqual(before)
    expect(after, 'an honest server is obeyed again').toEqual({ version: 10, killed: ['agent:*'] })
  })
})
