import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')

export interface PracticeProcess {
  /** With a slash at its end. */
  readonly url: string
  stop(): Promise<void>
}

/** The practice CRM as `npm start` runs it, on a free port with a book of its own. */
export async function startPractice(
  bookFile: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<PracticeProcess> {
  const child = spawn(process.execPath, ['practice/server.ts', '--port', '0', '--book', bookFile], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The practice CRM ended with ${code}`))),
  ])) as [string]
  const { url } = JSON.parse(line) as { url: string }
  return {
    url,
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
