import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { browse } from './browse.ts'
import { anEvent } from './events.ts'
import { createDeviceKey, fetchAs } from '../support/device-key.ts'
import type { TestDeviceKey } from '../support/device-key.ts'

const root = join(import.meta.dirname, '../..')

describe('the server as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-main-'))
  let server: ServerProcess
  const device = randomUUID()
  let token = ''
  let key: TestDeviceKey

  beforeAll(async () => {
    server = await startServerProcess(folder, {}, 'nothing')
    key = await createDeviceKey()
    const enrolment = {
      code: server.development.enrolmentCode,
      device,
      publicKey: key.publicKey,
      browser: 'x',
      extensionVersion: '1',
    }
    const answer = await post('/v1/enrolments', enrolment, {})
    token = ((await answer.json()) as { token: string }).token
  }, 120_000)
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(server.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  const postEvents = (events: readonly unknown[]) =>
    fetchAs({ token, key }, `${server.url}/v1/events`, {
      method: 'POST',
      body: JSON.stringify({ events }),
      headers: { 'content-type': 'application/json' },
    })
  const sessionOf = async (cookie: string | undefined) =>
    (
      await fetch(`${server.url}/v1/session`, { headers: { cookie: `countersign_session=${cookie}` } })
    ).json() as Promise<{
      person: { email: string }
      roles: string[]
      groups: string[]
      code: string
    }>

  async function run(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: root,
      env: { ...process.env, COUNTERSIGN_PORT: '0', ...environment },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, said }
  }

  describe('start', () => {
    test('keeps its folder and its secrets to its owner', () => {
      const modeOf = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8)
      expect(['.', 'database', 'development.json', 'receipt-key.pem', 'lock.db'].map(modeOf)).toEqual([
        '700',
        '700',
        '600',
        '600',
        '600',
      ])
    })

    test('a second server on the same folder says so in one sentence and leaves it alone', async () => {
      const second = await run({ COUNTERSIGN_DATA: folder })
      expect(second).toEqual({
        code: 1,
        said: expect.stringMatching(/^Countersign cannot start: another server is using the folder .*\n$/),
      })
    })

    test.each([
      [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' }, 'needs an identity provider'],
      [{ COUNTERSIGN_HOST: '0.0.0.0' }, 'must not be reachable from other computers'],
      [{ COUNTERSIGN_OIDC_ISSUER: 'https://id.example.test' }, 'also needs COUNTERSIGN_OIDC_CLIENT_ID'],
      [{ COUNTERSIGN_PORT: 'many' }, 'these settings are not valid: COUNTERSIGN_PORT'],
    ])('with %j says what is missing', async (environment, sentence) => {
      const ended = await run({ COUNTERSIGN_DATA: join(folder, 'never'), ...environment })
      expect(ended.code).toBe(1)
      expect(ended.said).toContain(sentence)
      expect(ended.said.trimEnd().split('\n')).toHaveLength(1)
    })

    test.each([
      ['rebound.evil.test', 421],
      ['localhost', 200],
    ])('asked as %s answers %i', async (host, status) => {
      const sent = request(`${server.url}/openapi.json`, { headers: { host } }).end()
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      response.resume()
      expect(response.statusCode).toBe(status)
    })

    test('publishes the starter policy once', async () => {
      const answer = await fetchAs({ token, key }, `${server.url}/v1/bundle`)
      const envelope = (await answer.json()) as { payload: string }
      expect(JSON.parse(envelope.payload)).toMatchObject({ tenant: 'practice', version: 1 })
    })
  })

  describe('sign-in', () => {
    const people = [
      ['rep@example.test', 'rep', []],
      ['approver@example.test', 'approver', ['deal-desk', 'sales-leaders', 'security', 'legal']],
      ['admin@example.test', 'admin', ['revops']],
    ] as const

    test.each(people)('F90 S011 brings %s in as %s', async (email, role, groups) => {
      const arrived = await browse(server.url).signIn(email, 'practice', '/register?x=1')
      expect(arrived.path).toBe('/register?x=1')
      expect(await sessionOf(arrived.session)).toMatchObject({ person: { email }, roles: [role] })
      expect((await sessionOf(arrived.session)).groups).toEqual(expect.arrayContaining([...groups]))
    })

    test('asks who it is every time, so that one browser can play several people', async () => {
      const browser = browse(server.url)
      await browser.signIn('rep@example.test', 'practice')
      const second = await browser.signIn('admin@example.test', 'practice')
      expect((await sessionOf(second.session)).person.email).toBe('admin@example.test')
    })

    test('with a wrong password says so on the page and lets nobody in', async () => {
      const browser = browse(server.url)
      const page = await browser.answerSignIn('rep@example.test', 'wrong')
      expect(page).toMatchObject({ status: 401, text: expect.stringContaining('do not go together') })
      expect(browser.cookie('countersign_session')).toBeUndefined()
    })

    test.each([
      'https://evil.test/',
      '//evil.test/',
      '/\\evil.test/',
      '/\t/evil.test',
      'javascript:alert(1)',
    ])('never returns to %j', async (back) => {
      const arrived = await browse(server.url).signIn('rep@example.test', 'practice', back)
      expect(new URL(arrived.path, server.url).origin).toBe(server.url)
    })

    test.each(['', '?code=x&state=y', '?error=access_denied&state=y'])(
      'an arrival nobody departed for (%j) lets nobody in',
      async (query) => {
        const answer = await fetch(`${server.url}/v1/sign-in/callback${query}`, { redirect: 'manual' })
        expect(answer.status).toBe(400)
        expect(
          answer.headers.getSetCookie().some((cookie) => cookie.startsWith('countersign_session=')),
        ).toBe(false)
      },
    )

    test('an arrival with the state of another departure lets nobody in', async () => {
      const [mine, other] = [browse(server.url), browse(server.url)]
      const callback = await other.callbackOf('admin@example.test', 'practice')
      await mine.depart()
      const answer = await mine.get(callback)
      expect(answer.status).toBe(400)
      expect(mine.cookie('countersign_session')).toBeUndefined()
    })

    test('the session cookie is out of reach of scripts and of other sites', async () => {
      const browser = browse(server.url)
      await browser.signIn('rep@example.test', 'practice')
      expect(browser.written('countersign_session')).toMatch(/; HttpOnly; SameSite=Strict/)
    })
  })

  describe('a crash', () => {
    test('loses nothing that was acknowledged, and the next start goes on with the same data and secrets', async () => {
      const before = readFileSync(join(folder, 'development.json'), 'utf8')
      const events = Array.from({ length: 40 }, (_, index) => anEvent(device, index + 1))
      const answer = await postEvents(events)
      expect(await answer.json()).toMatchObject({ contiguousTo: 40 })
      await server.kill()
      await server.start()
      expect(readFileSync(join(folder, 'development.json'), 'utf8')).toBe(before)
      const again = await postEvents(events)
      const { receipts } = (await again.json()) as { receipts: { outcome: string }[] }
      expect(new Set(receipts.map((receipt) => receipt.outcome))).toEqual(new Set(['duplicate']))
    })
  })
})
