import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anEvent } from '../server/events.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { createDeviceKey, fetchAs } from '../support/device-key.ts'
import type { TestDeviceKey } from '../support/device-key.ts'

const kills = 10
const batchSize = 25

describe('the embedded store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-kill-'))
  const device = randomUUID()
  let server: ServerProcess
  let enrolled: { token: string; key: TestDeviceKey } | null = null

  const post = async (path: string, body: unknown): Promise<Response> => {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', body: JSON.stringify(body), headers }
    return enrolled === null ? fetch(server.url + path, init) : fetchAs(enrolled, server.url + path, init)
  }

  beforeAll(async () => {
    server = await startServerProcess(folder)
    const code = server.development.enrolmentCode
    const key = await createDeviceKey()
    const answer = await post('/v1/enrolments', {
      code,
      device,
      publicKey: key.publicKey,
      browser: 'x',
      extensionVersion: '1',
    })
    enrolled = { key, token: ((await answer.json()) as { token: string }).token }
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test(`loses no acknowledged event over ${kills} kills in the middle of writing`, async () => {
    let acknowledged = 0
    for (let round = 0; round < kills; round += 1) {
      // The kill falls somewhere into the stream of batches, at another place in each round.
      const killed = new Promise<void>((resolve) => {
        setTimeout(() => void server.kill().then(resolve), 150 + round * 97)
      })
      for (let isUp = true; isUp;) {
        const events = Array.from({ length: batchSize }, (_, index) =>
          anEvent(device, acknowledged + index + 1),
        )
        const answer = await post('/v1/events', { events }).then(
          (response) => response.json() as Promise<{ contiguousTo: number }>,
          () => null,
        )
        if (answer === null) isUp = false
        else acknowledged = answer.contiguousTo
      }
      await killed
      await server.start()
      const answer = await post('/v1/events', { events: [null] })
      const { contiguousTo } = (await answer.json()) as { contiguousTo: number }
      // What was stored and not yet answered when the kill came may be there as well, and nothing may be missing.
      expect(contiguousTo).toBeGreaterThanOrEqual(acknowledged)
      acknowledged = contiguousTo
    }
    expect(acknowledged).toBeGreaterThan(batchSize * kills)
  })
})
