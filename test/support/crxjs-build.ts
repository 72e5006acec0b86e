import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { say } from '../../scripts/start/words.ts'
import { freePort, startChild } from './child-servers.ts'

const root = join(import.meta.dirname, '../..')
const copied = [
  ...['background', 'components', 'content-scripts', 'entrypoints', 'locales', 'policy', 'protocol'],
  ...['public', 'reading', 'scripts', 'sites', 'package.json', 'tsconfig.json', 'vite.crxjs.config.ts'],
]

export interface DevelopmentBuild {
  /** What a browser loads. */
  readonly extension: string
  /** The sources it serves: a copy, which a test may edit. */
  readonly sources: string
  stop(): Promise<void>
}

/** `npm run dev:crx` over a copy of the sources, inside this checkout so that the copy finds the packages. */
export async function startDevelopmentBuild(): Promise<DevelopmentBuild> {
  await mkdir(join(root, '.cache'), { recursive: true })
  const sources = await mkdtemp(join(root, '.cache/crxjs-'))
  for (const name of copied) await cp(join(root, name), join(sources, name), { recursive: true })
  const extension = join(sources, '.output')
  const log = join(sources, 'server.log')
  const written = say('dev.crx.written', { path: extension })
  const server = await startChild({
    program: process.execPath,
    words: [
      join(root, 'node_modules/vite/bin/vite.js'),
      sources,
      '--config',
      join(sources, 'vite.crxjs.config.ts'),
    ],
    log,
    environment: {
      COUNTERSIGN_OUT: extension,
      COUNTERSIGN_CRXJS_PORT: String(await freePort()),
      NODE_ENV: 'development',
    },
    isUp: async () => (await readFile(log, 'utf8')).includes(written),
  })
  return {
    extension,
    sources,
    async stop() {
      await server.stop()
      await rm(sources, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
