import { afterEach, describe, expect, test } from 'vitest'
import { ensureDevice, publicPart } from '../../background/fleet/device.ts'
import { provenFetch } from '../../background/fleet/proven-fetch.ts'
import { proofHeader, proofNonceHeader } from '../../protocol/http/proof.ts'
import { nonceMs, proofBook } from '../../server/features/identity/proof-of-possession.ts'
import { buildBundle } from '../policy/build.ts'
import { problem } from '../support/fake-answers.ts'
import { createWorld } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'

const url = 'http://127.0.0.1:4600'
const token = 'token'

describe('a call with its proof', () => {
  const worlds: World[] = []
  afterEach(() => {
    for (const world of worlds.splice(0)) world.kill(world.current())
  })

  /** The worker's own sender before the server's own check. */
  async function scene() {
    let ahead = 0
    let isNeverTimely = false
    const seen: string[] = []
    let book = proofBook(
      () => url,
      () => Date.now() + ahead,
    )
    const world = createWorld(buildBundle(), async (input, init) => {
      const { pathname } = new URL(new Request(input).url)
      const headers = new Headers(init?.headers)
      const proof = headers.get(proofHeader) ?? ''
      const asked = { method: init?.method ?? 'GET', path: pathname, token, publicKey }
      const nonce = { [proofNonceHeader]: book.nonce() }
      const refused = book.check(proof, asked)
      if (isNeverTimely) ahead += nonceMs + 1
      seen.push(refused ?? `done ${asked.method}`)
      if (refused !== null) return problem(401, refused, refused === 'PROOF_NEEDED' ? nonce : {})
      return new Response('{}', { headers: nonce })
    })
    worlds.push(world)
    const { worker } = world.start()
    const device = await ensureDevice(worker)
    const publicKey = publicPart(device.publicKey)
    return {
      device,
      seen,
      wait: () => void (ahead += nonceMs + 1),
      neverTimely: () => void (isNeverTimely = true),
      restart: () => void (book = proofBook(() => url)),
      ask: (path: string, method = 'GET', body?: string) =>
        provenFetch(worker, {
          ...{ url: url + path, token },
          init: { method, headers: {}, ...(body !== undefined && { body }) },
        }),
    }
  }

  test('the key cannot be taken out of the browser, nor used for anything but signing', async () => {
    const { privateKey } = (await scene()).device
    expect(privateKey.extractable).toBe(false)
    expect(privateKey.usages).toEqual(['sign'])
    await expect(crypto.subtle.exportKey('jwk', privateKey)).rejects.toThrow()
  })

  test('takes one question more at first, and none after: each answer brings what the next one signs', async () => {
    const { ask, seen } = await scene()
    expect((await ask('/v1/trust?root=0')).status).toBe(200)
    expect((await ask('/v1/events', 'POST', '{}')).status).toBe(200)
    expect(
      (await Promise.all([ask('/v1/bundle'), ask('/v1/trust?root=1')])).map(({ status }) => status),
    ).toEqual([200, 200])
    expect(seen).toEqual(['PROOF_NEEDED', 'done GET', 'done POST', 'done GET', 'done GET'])
  })

  test('after a silence, and after a start of the server, it is asked for anew and nothing is done twice', async () => {
    const { ask, seen, wait, restart } = await scene()
    await ask('/v1/bundle')
    for (const pass of [wait, restart]) {
      seen.splice(0)
      pass()
      expect((await ask('/v1/events', 'POST', '{}')).status).toBe(200)
      expect(seen).toEqual(['PROOF_NEEDED', 'done POST'])
    }
  })

  test('a server that is never content is asked four times and no more', async () => {
    const { ask, seen, neverTimely } = await scene()
    neverTimely()
    expect((await ask('/v1/bundle')).status).toBe(401)
    expect(seen).toEqual(Array.from({ length: 4 }, () => 'PROOF_NEEDED'))
  })
})
