import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { fire } from '../background/fuzz/volley.ts'

const volleys = 100
const shots = 10_000

/** A volley that fails names its own seed, which goes to test/background/fuzz/corpus.json. */
test('a million messages of a compromised renderer get nothing and break nothing', async () => {
  const first = Math.floor(Math.random() * 2 ** 31)
  let refused = 0
  for (let seed = first; seed < first + volleys; seed += 1) {
    const volley = await fire(seed, shots)
    expect(volley.wrong, `seed ${seed}`).toEqual([])
    refused += volley.refusedBySchema
  }
  process.stdout.write(`seeds from ${first}: ${refused} of ${volleys * shots} refused by schema\n`)
})
