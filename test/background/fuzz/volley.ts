import { pagePortName } from '../../../protocol/messages/page-port.ts'
import type { WorkerMessage } from '../../../protocol/messages/page-port.ts'
import { panelPortName } from '../../../protocol/messages/panel-port.ts'
import { pageMessageSchema } from '../../../protocol/messages/page-message-schema.ts'
import { openPage } from '../../support/rep.ts'
import { settled, until } from '../../support/worker-world.ts'
import type { FakePort } from '../../support/fake-browser.ts'
import { bigSave, enrolledWorld } from '../build-world.ts'
import { seeded } from './seeded.ts'
import { makeShot } from './shots.ts'
import type { Shot } from './shots.ts'

/** What a volley got that it must not get; nothing when all is well. */
export interface Volley {
  readonly wrong: readonly string[]
  readonly refusedBySchema: number
  readonly shots: number
}

/** Shots between two rests, and the time that passes: as much as a port may say. */
const between = 200
const passing = 5000

/** Fires `count` messages at a worker in which one honest page holds one action, and looks what came of it. */
export async function fire(seed: number, count: number): Promise<Volley> {
  const random = seeded(seed)
  const { world, page } = await enrolledWorld()
  // An amount nobody else knows: the same action said again takes over a hold, whichever tab says it.
  const victim = page.hold(bigSave(31_337))
  await until(() => page.told('hold.decided', victim).length > 0, 'the hold of the honest page')
  const { worker, browser } = world.current()
  const wrong: string[] = []
  const before = await privileges()
  const open = new Map<object, FakePort>()
  let refusedBySchema = 0

  async function privileges(): Promise<string> {
    const row = await worker.db.holds.get(victim)
    return JSON.stringify([
      row?.state,
      row?.action,
      row?.decision.effect,
      worker.active?.digest,
      (await worker.db.values.toArray()).filter(({ key }) => key === 'device').map(({ value }) => value),
      [...world.profile.rules.values()],
      world.server.events.filter(({ type }) => type.startsWith('approval.')).length,
    ])
  }

  function portOf({ way, sender }: Shot): FakePort {
    const known = open.get(sender)
    if (known && way === 'page') return known
    const port = browser.connect(way === 'page' ? pagePortName : panelPortName, sender)
    port.onMessage.addListener((said) => {
      const message = said as WorkerMessage
      if (way === 'panel') wrong.push(`a page was answered as a panel: ${message.type}`)
      if ('hold' in message && message.hold === victim) wrong.push(`told of another's hold: ${message.type}`)
    })
    port.onDisconnect.addListener(() => open.delete(sender))
    if (way === 'page') open.set(sender, port)
    return port
  }

  function shoot(shot: Shot): void {
    if (!pageMessageSchema.safeParse(shot.message).success) refusedBySchema += 1
    if (shot.way === 'message') {
      void browser.sendMessage(shot.message, shot.sender).then((answer) => {
        if (answer !== undefined) wrong.push('a page was answered as an extension page')
      })
      return
    }
    try {
      portOf(shot).postMessage(shot.message)
    } catch {
      // Closed on us between two shots, as it should be: the next one opens another.
      open.delete(shot.sender)
    }
  }

  for (let shot = 0; shot < count; shot += 1) {
    shoot(makeShot(random, victim))
    if (shot % between) continue
    world.clock.now += passing
    await settled()
  }
  await settled()
  if ((await privileges()) !== before) wrong.push(`changed: ${await privileges()}`)
  if ('isAdmin' in {}) wrong.push('the prototype of every object was changed')
  const next = openPage(world, 9)
  const hold = next.hold(bigSave())
  await until(() => next.told('hold.decided', hold).length > 0, 'an honest page is served afterwards')
  world.kill(world.current())
  return { wrong, refusedBySchema, shots: count }
}
