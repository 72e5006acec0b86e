import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Updater } from 'tuf-js'
import type { ConformanceCase } from './cases.ts'
import { tufLies } from './tuf-lies.ts'
import type { TufLie } from './tuf-lies.ts'
import { createTufRepository } from './tuf-repository.ts'
import type { TufFiles } from './tuf-repository.ts'

const month = 30 * 86_400_000

export interface PlayedTuf {
  /** Why it took nothing, in the words of that client; null when it did. */
  readonly refused: string | null
  /** Versions of the bundle it had: before the lie, while it was told, and after it. */
  readonly versions: readonly number[]
}

/** One case with the client of The Update Framework: honest, lying, honest again. `moveClock` moves the clock of this process. */
export async function playTuf(
  one: ConformanceCase,
  server: Awaited<ReturnType<typeof openFileServer>>,
  moveClock: (by: number) => void,
): Promise<PlayedTuf> {
  const lie = tufLies[one.attack]
  if (!lie) throw new Error(`TUF has no word for "${one.attack}"`)
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tuf-'))
  try {
    const repository = createTufRepository(() => Date.now())
    mkdirSync(join(folder, 'targets'))
    writeFileSync(join(folder, 'root.json'), JSON.stringify(repository.roots[0]))
    const take = async (files: TufFiles, lying: TufLie | null = null) => {
      server.show(files, lying)
      const refused = await ask(folder, server.url)
      const { version } = JSON.parse(readFileSync(join(folder, 'targets', 'bundle'), 'utf8')) as {
        version: number
      }
      return { refused, version }
    }
    const earlier = repository.compose(repository.bundleText(7), 7)
    await take(earlier)
    if (one.phase === 'rotated')
      for (const role of ['timestamp', 'bundle', 'root'] as const) repository.rotate([role])
    const latest = repository.compose(repository.bundleText(8), 8)
    const before = await take(latest)
    if (one.phase === 'expired') moveClock(month)
    const figure = one.figure ?? 0
    if (one.attack === 'root hop withheld') for (let hop = 0; hop < figure; hop++) repository.rotate(['root'])
    const isClock = one.attack === 'timestamp replayed'
    if (isClock) moveClock(figure)
    const during = await take(lie.files({ repository, latest, earlier, figure }), lie)
    // Unlike ours that client cannot be told that its clock is wrong: it is put right before the truth is told.
    if (isClock) moveClock(-figure)
    const after = await take(repository.compose(repository.bundleText(10), 10))
    return { refused: during.refused, versions: [before.version, during.version, after.version] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function ask(folder: string, url: string): Promise<string | null> {
  const updater = new Updater({
    ...{ metadataDir: folder, metadataBaseUrl: url },
    ...{ targetDir: join(folder, 'targets'), targetBaseUrl: `${url}/targets` },
    config: { fetchRetry: false, fetchTimeout: 20_000 },
  })
  try {
    const target = await updater.getTargetInfo('bundle')
    if (target === undefined) return 'no target'
    if ((await updater.findCachedTarget(target)) === undefined) await updater.downloadTarget(target)
    return null
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}

/** Files over real HTTP, or what a liar makes of one of them. */
export async function openFileServer() {
  let files: TufFiles = new Map()
  let lie: TufLie | null = null
  const http = createServer((request, response) => {
    const path = (request.url ?? '').slice(1)
    const body = files.get(path)
    if (body === undefined) return void response.writeHead(404).end()
    if (lie?.wire?.path === path) return lie.wire.respond(response, String(body))
    response.end(body)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    show(next: TufFiles, lying: TufLie | null): void {
      // What a lie left half open is over.
      http.closeAllConnections()
      files = next
      lie = lying
    },
    async close(): Promise<void> {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}
