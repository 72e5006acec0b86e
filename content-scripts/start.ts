import { openPageWorld } from './first/page-world-port.ts'
import { listen } from './first/listen.ts'
import { openPort, tell } from './first/port.ts'
import { shadowOf } from './first/shadow-of.ts'
import { shareResident } from './resident.ts'
import type { Resident } from './resident.ts'

/**
 * Runs in every frame of a governed host, before the page's own scripts: its listeners must be the first ones. It decides
 * nothing; until the engine is here, what could be a governed gesture waits.
 */
export function startContentScripts(): void {
  const question = crypto.getRandomValues(new Uint32Array(4)).join('-')
  const here: Resident = {
    standing: 'starting',
    question,
    arm: (target) => arm(target),
    shadowOf,
    tell,
    sayToPageWorld: (message) => say(message),
    early: { messages: [], hosts: [], gestures: [], edited: new Map() },
  }
  shareResident(here)
  const arm = listen(here)
  const say = openPageWorld(here)
  openPort(here)
}
