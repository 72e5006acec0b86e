import { handshake } from '../page-world/handshake.ts'
import type { ToPageWorld } from '../page-world/handshake.ts'
import type { Resident } from '../resident.ts'

/**
 * Tells the page-world script the name of its questions in the same task in which both begin, and hands it a port, before
 * any script of the page runs. What it says afterwards is hostile input: a page can make it say anything, and gains
 * nothing but to be held.
 */
export function openPageWorld(here: Resident): (message: ToPageWorld) => void {
  const tell = () => dispatchEvent(new CustomEvent(handshake, { detail: here.question, cancelable: true }))
  // Nobody took it: the other script is not there yet, and will say so.
  if (tell()) addEventListener(handshake, tell, { once: true, capture: true })
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }) => here.onAnswer?.(data)
  postMessage(handshake, '*', [port2])
  return (message) => port1.postMessage(message)
}
