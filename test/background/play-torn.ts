import { pullBundle } from '../../background/policy/pull.ts'
import { refreshSlices } from '../../background/policy/slices.ts'
import { trustedState } from '../../background/policy/trusted.ts'
import { sha256 } from '../support/trust-kit.ts'
import { settled, until } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld } from './build-world.ts'

/** Small, fast and the same everywhere (mulberry32): a run can be repeated from its seed. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Torn {
  readonly old: number
  readonly new: number
}

/**
 * Ends the worker at a random step of taking a new bundle, a new stop and sometimes a new root, starts another without a
 * server, and looks at what that one obeys. Throws on the first blend; answers how often it was the old and the new.
 */
export async function playTorn(runs: number, seed: number): Promise<Torn> {
  const random = seeded(seed)
  const { world } = await enrolledWorld()
  const { server } = world
  const count = { old: 0, new: 0 }
  let version = 7
  await settled()
  for (let run = 0; run < runs; run++) {
    const told = `seed ${seed}, run ${run}`
    const before = server.payload
    server.payload = JSON.stringify(buildPolicy({ version: ++version }))
    if (random() < 0.2) server.trust.rotate(random() < 0.5 ? ['bundle', 'timestamp'] : ['root', 'stop'])
    const [stoppedBefore, stoppedAfter] = [[`agent:${run - 1}`], [`agent:${run}`]]
    server.trust.restart(stoppedAfter)
    const life = world.current()
    const length = 200
    life.killAt = life.steps + 1 + Math.floor(random() * length)
    // Ended or done, whichever comes first: an ended worker answers nobody.
    const pulled = pullBundle(life.worker).catch(() => {})
    await until(
      async () => life.isDead || (await Promise.race([pulled.then(() => true), settled()])),
      told,
      () => `, at step ${life.steps} of ${life.killAt}, after ${server.calls.slice(-3).join(', ')}`,
    )
    world.kill(life)

    server.isUp = false
    const { worker } = world.start()
    const { policy, kill, tampered, timestamp } = await trustedState(worker)
    const digest = policy?.digest ?? ''
    const isNew = digest === sha256(server.payload)
    count[isNew ? 'new' : 'old'] += 1
    const scopes = kill?.document.killed.map(({ scope }) => scope).join() ?? ''
    const stops = run === 0 ? ['', stoppedAfter.join()] : [stoppedBefore.join(), stoppedAfter.join()]
    const problems = [
      !isNew && digest !== sha256(before) && 'neither the old nor the new policy',
      tampered.length > 0 && `torn: ${tampered.join()}`,
      timestamp?.bundle.digest !== digest && 'a timestamp of another bundle',
      !stops.includes(scopes) && `stops ${scopes}`,
      isNew && scopes !== stoppedAfter.join() && 'a new policy with old stops',
    ].filter((problem) => problem !== false)
    if (problems.length > 0) throw new Error(`${told}: ${problems.join('; ')}`)

    server.isUp = true
    await pullBundle(worker)
    await refreshSlices(worker)
    if (worker.active?.bundle.version !== version) throw new Error(`${told}: not healed`)
  }
  return count
}
