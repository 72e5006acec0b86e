import { handshake } from '../page-world/handshake.ts'
import type { ToPageWorld } from '../page-world/handshake.ts'
import type { Resident } from '../resident.ts'

/**
 * Hands the page-world script its port before any script of the page runs; it stops the event there. What it says
 * afterwards is hostile input: a page can make it say anything, and gains nothing but to be held.
 */
export function openPageWorld(here: Resident): (message: ToPageWorld) => void {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }) => here.onAnswer?.(data)
  postMessage(handshake, '*', [port2])
  port1.postMessage({ secret: here.question } satisfies ToPageWorld)
  return (message) => port1.postMessage(message)
}
