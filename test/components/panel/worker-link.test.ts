import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { linkToWorker } from '../../../components/panel/worker-link.ts'
import type { PanelPort } from '../../../components/panel/worker-link.ts'
import type { PanelMessage } from '../../../protocol/messages/panel-port.ts'

const opened: PanelMessage = { type: 'hold.opened', hold: 'h' }
const resumed: PanelMessage = { type: 'hold.resumed', hold: 'h' }

function fakeWorker() {
  const posted: unknown[][] = []
  const links: string[] = []
  let drop = () => {}
  let speak: (message: unknown) => void = () => {}
  let isGone = false
  let isDeaf = false
  const connect = (): PanelPort => {
    if (isGone) throw new Error('Extension context invalidated.')
    const sent: unknown[] = []
    posted.push(sent)
    let isOpen = true
    let onDrop = () => {}
    drop = () => {
      isOpen = false
      onDrop()
    }
    return {
      postMessage(message) {
        if (!isOpen) throw new Error('Attempting to use a disconnected port object')
        sent.push(message)
        if (!isDeaf) speak({ type: 'panel.heard' })
      },
      disconnect: () => drop(),
      onMessage: { addListener: (listener) => void (speak = listener) },
      onDisconnect: { addListener: (listener) => void (onDrop = listener) },
    }
  }
  const link = linkToWorker({
    connect,
    greeting: () => [opened],
    onMessage: () => {},
    onLink: (state) => links.push(state),
  })
  return {
    link,
    posted,
    links,
    drop: () => drop(),
    setGone: (gone: boolean) => void (isGone = gone),
    /** The port stays open and leads nowhere. */
    setDeaf: (deaf: boolean) => void (isDeaf = deaf),
  }
}

describe('linkToWorker', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('greets on every connection', () => {
    const worker = fakeWorker()
    worker.drop()
    vi.advanceTimersByTime(300)
    expect(worker.posted).toEqual([[opened], [opened]])
  })

  test('what was asked while the worker was away is sent once it is back, after the greeting', () => {
    const worker = fakeWorker()
    worker.drop()
    worker.link.send(resumed)
    vi.advanceTimersByTime(300)
    expect(worker.posted[1]).toEqual([opened, resumed])
  })

  test('what no worker heard is said again on a new port, once', () => {
    const worker = fakeWorker()
    worker.setDeaf(true)
    worker.link.send(resumed)
    worker.setDeaf(false)
    vi.advanceTimersByTime(60_000)
    expect(worker.posted).toEqual([
      [opened, resumed],
      [opened, resumed],
    ])
  })

  test('what was heard is not said again when the port dies after it', () => {
    const worker = fakeWorker()
    worker.link.send(resumed)
    worker.drop()
    vi.advanceTimersByTime(60_000)
    expect(worker.posted).toEqual([[opened, resumed], [opened]])
  })

  test('says that the extension does not answer, and goes on trying', () => {
    const worker = fakeWorker()
    worker.setGone(true)
    worker.drop()
    vi.advanceTimersByTime(5000)
    expect(worker.links).toContain('lost')
    worker.setGone(false)
    vi.advanceTimersByTime(10_000)
    expect(worker.posted).toHaveLength(2)
  })

  test('closed, it does not come back', () => {
    const worker = fakeWorker()
    worker.link.close()
    vi.advanceTimersByTime(60_000)
    expect(worker.posted).toHaveLength(1)
  })
})
