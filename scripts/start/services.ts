import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '../../policy/zod.ts'

const root = join(import.meta.dirname, '../..')

/** What the server writes for `npm start` and the tests in embedded mode only: no secret of a real deployment. */
const developmentSchema = z.object({
  consoleUrl: z.string(),
  enrolmentCode: z.string(),
  serviceKey: z.string(),
})
export type Development = z.infer<typeof developmentSchema>

export interface Service {
  readonly url: string
  /** Resolves with the exit code when the process ends, wanted or not. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

/** Starts the server on the embedded database in `folder`. @throws with the process's own words when it does not get ready. */
export async function startServer(options: {
  readonly port: number
  readonly folder: string
}): Promise<Service> {
  return startProcess(['server/main.ts'], {
    COUNTERSIGN_PORT: String(options.port),
    COUNTERSIGN_DATA: options.folder,
  })
}

export async function startPractice(options: {
  readonly port: number
  readonly file: string
  /** Whose lessons it shows, and whom it asks for their progress. */
  readonly training: { readonly server: string; readonly key: string; readonly person: string }
}): Promise<Service> {
  const { server, key, person } = options.training
  return startProcess(['practice/server.ts', '--port', String(options.port), '--book', options.file], {
    COUNTERSIGN_URL: server,
    COUNTERSIGN_SERVICE_KEY: key,
    PRACTICE_PERSON: person,
  })
}

export async function readDevelopment(folder: string): Promise<Development> {
  return developmentSchema.parse(JSON.parse(await readFile(join(folder, 'development.json'), 'utf8')))
}

function startProcess(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Service> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  return new Promise((resolve, reject) => {
    let heard = ''
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (chunk: string) => {
      if (heard === 'ready') return
      heard += chunk
      const line = heard.split('\n').find((candidate) => candidate.includes('"ready":true'))
      if (!line) return
      heard = 'ready'
      const { url } = JSON.parse(line) as { url: string }
      resolve({ url, ended, stop: () => stopProcess(child, ended) })
    })
    void ended.then((code) => reject(new Error(String(code))))
  })
}

async function stopProcess(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  const patience = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(patience)
}
