import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isInRing, listedLength, namedFor, ringText } from '../../policy/trust/ring.ts'

const hashOf = (rollout: string, device: string) =>
  createHash('sha256').update(ringText(rollout, device)).digest('hex')
const floor = (version: number) => ({ version, digest: String(version).repeat(64).slice(0, 64) })

describe('rings', () => {
  test('who is in a ring stays in it as the share grows, and a share is about that share', () => {
    const rollout = randomUUID()
    const hashes = Array.from({ length: 4000 }, () => hashOf(rollout, randomUUID()))
    let inside = new Set<string>()
    for (const share of [0, 1, 5, 25, 50, 99]) {
      const now = new Set(hashes.filter((hash) => isInRing(hash, { share, listed: [] })))
      expect(
        [...inside].filter((hash) => !now.has(hash)),
        rollout,
      ).toEqual([])
      // Six standard deviations of 4,000 draws.
      expect(Math.abs(now.size / 4000 - share / 100), rollout).toBeLessThan(0.05)
      inside = now
    }
  })

  test('another rollout begins with other devices', () => {
    const devices = Array.from({ length: 1000 }, () => randomUUID())
    const first = (rollout: string) =>
      devices.filter((device) => isInRing(hashOf(rollout, device), { share: 10, listed: [] }))
    const [one, other] = [first(randomUUID()), first(randomUUID())]
    expect(one.filter((device) => other.includes(device)).length).toBeLessThan(one.length / 2)
  })

  test('a listed device is in at every share, and who runs the new one keeps it', () => {
    const hash = hashOf(randomUUID(), randomUUID())
    const terms = { id: randomUUID(), share: 0, others: floor(1) }
    const listed = { ...terms, listed: [hash.slice(0, listedLength)] }
    const named = (rollout: typeof listed, runs: string | null) =>
      namedFor({ bundle: floor(2), rollout }, { hash, runs }).version
    expect(named(listed, null)).toBe(2)
    expect(named({ ...terms, listed: [] }, null)).toBe(1)
    expect(named({ ...terms, listed: [] }, floor(1).digest)).toBe(1)
    expect(named({ ...terms, listed: [] }, floor(2).digest)).toBe(2)
  })
})
