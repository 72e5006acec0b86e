import { IDBKeyRange, indexedDB } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import { playTorn } from '../background/play-torn.ts'

Object.assign(globalThis, { indexedDB, IDBKeyRange })

describe('a worker ended between verify, persist and activate', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

  // Worlds of a thousand: the outbox of one grows with every run.
  test.each(Array.from({ length: 10 }, (_, index) => seed + index))(
    'leaves the old policy or the new one in a thousand runs, seed %i',
    async (own) => {
      const seen = await playTorn(1000, own)
      expect(seen.old + seen.new).toBe(1000)
    },
    1_200_000,
  )
})
