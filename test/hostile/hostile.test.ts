import { afterAll, beforeAll, describe, test } from 'vitest'
import { effectOf } from '../../policy/effect.ts'
import { type Attack, readAttacks } from './support/attack.ts'
import { act } from './support/hand.ts'
import { hostileSlice } from './support/slice.ts'
import {
  isOffered,
  openHostileStage,
  pressPanel,
  ready,
  type Scene,
  settle,
  within,
} from './support/stage.ts'

/*
 * Every page runs twice in one browser: as it is, to show that what it tries works, and under the extension. Nothing may
 * arrive unseen: it is held, blocked at the network, or of a surface that says that nothing stands behind its control.
 */
describe('hostile pages', () => {
  let stage: Awaited<ReturnType<typeof openHostileStage>>
  beforeAll(async () => {
    stage = await openHostileStage()
  })
  afterAll(() => stage?.close())

  for (const attack of readAttacks()) {
    test.concurrent(`${attack.name} (${attack.verdict}): ${attack.says}`, async ({ expect }) => {
      await stage.both(attack.name, {
        async bare(scene) {
          if (attack.verdict === 'refused') return
          await handOn(scene, attack)
          await expect
            .poll(() => scene.server.reached, { timeout: 10_000, message: 'works without us' })
            .not.toEqual([])
        },
        async governed(scene) {
          if (attack.hand.length) await ready(scene)
          await handOn(scene, attack)
          const told = async () => (await scene.heard('action.held')).length > 0
          if (attack.verdict === 'held' || attack.verdict === 'refused')
            await expect.poll(told, { timeout: 10_000, message: 'the rep is told' }).toBe(true)
          if (attack.verdict === 'blocked')
            await expect.poll(() => scene.hasTried(), { timeout: 10_000, message: 'it tried' }).toBe(true)
          if (attack.verdict === 'unwitnessed') {
            await expect.poll(() => scene.server.reached, { timeout: 10_000 }).not.toEqual([])
            const { surfaces } = hostileSlice().pack
            expect(surfaces.find(({ id }) => id === attack.surface)?.backstop).toBe('none')
            return
          }
          if (attack.verdict === 'refused') {
            await expect.poll(() => isOffered(scene), { timeout: 10_000 }).toBe(false)
            await pressPanel(scene)
            expect(await scene.pressed()).toBe(0)
          }
          await settle(scene)
          expect(scene.server.reached).toEqual([])
          await expect.poll(() => scene.server.harmless.length).toBe(attack.harmless)
        },
      })
    })
  }

  test.concurrent('a panel that nothing is done to is offered', async ({ expect }) => {
    await stage.both('plain', {
      bare: async () => {},
      async governed(scene) {
        await ready(scene)
        await scene.page.click('#go')
        await expect.poll(() => scene.heard('action.held')).not.toEqual([])
        await expect.poll(() => isOffered(scene)).toBe(true)
      },
    })
  })
})

/** `release` is the approval of what was held first, as it was held. */
async function handOn(scene: Scene, attack: Attack): Promise<void> {
  for (const step of attack.hand) {
    if (step[0] === 'release') await release(scene)
    else await within(5000, act(scene.page, step))
  }
}

async function release(scene: Scene): Promise<void> {
  if (scene.page.url().includes('localhost')) return
  for (;;) {
    const [held] = await scene.heard('action.held')
    if (!held) continue
    const { hold, action } = held
    const until = Date.now() + 10_000
    return scene.say({ type: 'hold.released', hold, effect: effectOf(action), until, resume: true })
  }
}
