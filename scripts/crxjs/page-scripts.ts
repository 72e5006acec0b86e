import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CrxPlugin } from '@crxjs/vite-plugin'
import { build, type ResolvedConfig, type ViteDevServer } from 'vite'
import crm from '../../entrypoints/crm.content.ts'
import pageWorld from '../../entrypoints/page-world.content.ts'
import { governedHosts, manifestOf } from '../build/manifest.ts'
import { say } from '../start/words.ts'

/** By the names under which the worker and the first script ask for them. */
const scripts: Readonly<Record<string, string>> = {
  'content-scripts/crm.js': 'crm.content.ts',
  'content-scripts/page-world.js': 'page-world.content.ts',
  'engine.js': 'engine.ts',
  'assist.js': 'assist.ts',
  'health.js': 'health.ts',
  'picker.js': 'picker.ts',
}
const declared = [
  { file: 'content-scripts/crm.js', script: crm },
  { file: 'content-scripts/page-world.js', script: pageWorld },
] as const

/**
 * Builds what runs in a page as one plain file each. CRXJS would load it through a module loader, long after the page's own
 * scripts, and a gate that comes late holds nothing. An edit builds them again, and the extension is loaded anew if that
 * changed any.
 */
export function pageScriptsOfDevelopment(): CrxPlugin {
  let config: ResolvedConfig
  let written = new Map<string, string>()
  const shared = manifestOf({ browser: 'chrome', command: 'serve', mode: 'development' })
  return {
    name: 'crx:page-scripts-of-development',
    apply: 'serve',
    // After CRXJS's own hooks, which know of no content script that they did not build.
    enforce: 'post',
    configResolved(resolved) {
      config = resolved
    },
    configureServer(server) {
      let turn = Promise.resolve()
      server.watcher.on('change', () => {
        turn = turn
          .then(() => buildAgain(server))
          .catch((error: unknown) => config.logger.error(String(error)))
      })
    },
    async generateBundle() {
      written = await buildAll(config)
      for (const [fileName, source] of written) this.emitFile({ type: 'asset', fileName, source })
    },
    writeBundle() {
      config.logger.info(say('dev.crx.written', { path: config.build.outDir }))
    },
    renderCrxManifest(manifest) {
      // CRXJS adds a script that reloads pages, and lets every page read every file. Here nothing of ours needs either: a
      // page stays as the shipped build leaves it.
      manifest.web_accessible_resources = shared.web_accessible_resources
      manifest.content_scripts = declared.map(({ file, script }) => ({
        matches: governedHosts,
        js: [file],
        run_at: 'document_start',
        all_frames: script.allFrames === true,
        match_origin_as_fallback: script.matchOriginAsFallback === true,
        ...(script.world === undefined ? {} : { world: script.world }),
      }))
      return manifest
    },
  }

  async function buildAgain(server: ViteDevServer): Promise<void> {
    const built = await buildAll(config)
    const changed = [...built].filter(([file, code]) => written.get(file) !== code)
    written = built
    for (const [file, code] of changed) {
      const path = join(config.build.outDir, file)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, code)
    }
    if (changed.length > 0) server.ws.send({ type: 'custom', event: 'crx:runtime-reload' })
  }
}

async function buildAll(config: ResolvedConfig): Promise<Map<string, string>> {
  const built = new Map<string, string>()
  for (const [file, entry] of Object.entries(scripts))
    built.set(file, await buildOne(config, join(config.root, 'entrypoints', entry)))
  return built
}

async function buildOne({ root, mode, resolve, define }: ResolvedConfig, entry: string): Promise<string> {
  const run = '\0run'
  const result = await build({
    ...{ root, mode, configFile: false, logLevel: 'warn', publicDir: false },
    resolve: { alias: resolve.alias },
    ...(define ? { define } : {}),
    plugins: [
      {
        name: 'run-entrypoint',
        resolveId: (id) => (id === run ? id : undefined),
        load: (id) =>
          id === run ? `import script from ${JSON.stringify(entry)}\nvoid script.main()` : undefined,
      },
    ],
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: run, output: { format: 'iife', codeSplitting: false } },
    },
  })
  const [output] = [result].flat()
  const chunk = output && 'output' in output ? output.output.find(({ type }) => type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') throw new Error(`Nothing was built of ${entry}`)
  return chunk.code
}
