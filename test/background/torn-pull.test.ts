import { describe, expect, test } from 'vitest'
import { playTorn } from './play-torn.ts'

describe('a worker ended between verify, persist and activate', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

  test(`leaves the old policy or the new one, never a blend (200 runs, seed ${seed}; 10,000 in test/long)`, async () => {
    const seen = await playTorn(200, seed)
    expect(seen.old + seen.new).toBe(200)
    expect(seen.old).toBeGreaterThan(0)
    expect(seen.new).toBeGreaterThan(0)
  }, 240_000)
})
