import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signIn } from './console-session.ts'
import type { ServerProcess } from './server-process.ts'

const root = join(import.meta.dirname, '../..')

/** `npm run pack` for one fleet, into one folder, with one key. */
export async function packFleet(folder: string, server: ServerProcess, build = ''): Promise<void> {
  const words = ['--out', join(folder, 'fleet'), '--key', join(folder, 'key.pem'), '--build', build]
  const child = spawn(process.execPath, ['scripts/pack.ts', ...words, '--url', `${server.url}/extension`], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [status] = (await once(child, 'exit')) as [number]
  if (status !== 0) throw new Error(`npm run pack failed:\n${said}`)
}

/** What an administrator writes into the policy: who it is for, by a token made in the console. */
export async function fleetValues(server: ServerProcess, person: string): Promise<Record<string, unknown>> {
  const admin = await signIn(server.url, 'admin@example.test')
  const asked = { label: 'Test', group: null, domain: null, uses: 10, days: 1 }
  const { token } = (await (await admin.post('/v1/fleet-tokens', asked)).json()) as { token: string }
  return { serverUrl: server.url, enrolmentToken: token, person }
}

export async function installPolicy(folder: string): Promise<Record<string, unknown>> {
  const text = await readFile(join(folder, 'fleet/release/chromium-policy.json'), 'utf8')
  return JSON.parse(text) as Record<string, unknown>
}
