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
  let isGone = false
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
      },
      disconnect: () => drop(),
      onMessage: { addListener: () => {} },
      onDisconnect: { addListener: (listener) => void (onDrop = listener) },
    }
  }
  const link = linkToWorker({
    connect,
    greeting: () => [opened],
    onMessage: () => {},
    onLink: (state) => links.push(state),
  })
  return { link, posted, links, drop: () => drop(), setGone: (gone: boolean) => void (isGone = gone) }
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
