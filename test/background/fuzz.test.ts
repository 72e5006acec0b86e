import { describe, expect, test } from 'vitest'
import corpus from './fuzz/corpus.json' with { type: 'json' }
import { fire } from './fuzz/volley.ts'

describe('messages of a compromised renderer', () => {
  const seed = Math.floor(Math.random() * 2 ** 32)

  test(`four thousand at random get nothing and break nothing (seed ${seed})`, async () => {
    const volley = await fire(seed, 4000)
    expect(volley.wrong, `seed ${seed}`).toEqual([])
    expect(volley.refusedBySchema).toBeGreaterThan(volley.shots * 0.9)
  })

  test.each(corpus as number[])('seed %i, which once got through, gets nothing', async (known) => {
    expect((await fire(known, 4000)).wrong).toEqual([])
  })
})
