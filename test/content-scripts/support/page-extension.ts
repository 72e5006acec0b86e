import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../../..')
const entries = {
  crm: "import { startContentScripts } from '#/content-scripts/start.ts'; startContentScripts()",
  engine: "import { startEngine } from '#/content-scripts/engine/start.ts'; startEngine()",
  assist: "import { startAssist } from '#/content-scripts/assist/start.ts'; startAssist()",
  health: "import { startHealth } from '#/content-scripts/health/start.ts'; startHealth()",
  'page-world': "import { startPageWorld } from '#/content-scripts/page-world/start.ts'; startPageWorld()",
}
export type ScriptName = keyof typeof entries

/** One content script as it ships: a minified script without imports. */
export function bundleScript(name: ScriptName): Promise<string> {
  return bundleEntry(entries[name])
}

async function bundleEntry(entry: string): Promise<string> {
  const virtual = 'virtual:entry'
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '#': root } },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === virtual ? id : null),
        load: (id) => (id === virtual ? entry : null),
      },
    ],
    build: {
      write: false,
      target: 'es2024',
      minify: true,
      rolldownOptions: { input: virtual, output: { format: 'iife' } },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (!output || !('output' in output)) throw new Error('vite gave no output')
  return output.output[0].code
}

export interface Around {
  /** Modules, from the root of the project, in place of the worker and the panel that only answer. */
  readonly worker?: string
  readonly panel?: string
  readonly permissions?: readonly string[]
}

/** The real content scripts with a worker that says what a test tells it to. Returns the folder of the extension. */
export async function buildPageExtension(around: Around = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-page-'))
  for (const name of Object.keys(entries) as ScriptName[])
    await writeFile(join(folder, `${name}.js`), await bundleScript(name))
  const script = (name: ScriptName, more: object) => ({
    js: [`${name}.js`],
    matches: ['http://127.0.0.1/*'],
    run_at: 'document_start',
    all_frames: true,
    match_origin_as_fallback: true,
    ...more,
  })
  const manifest = {
    manifest_version: 3,
    name: 'Content scripts under test',
    version: '1.0.0',
    default_locale: 'en',
    permissions: ['storage', 'scripting', ...(around.permissions ?? [])],
    host_permissions: ['http://127.0.0.1/*'],
    background: { service_worker: 'worker.js' },
    content_scripts: [script('crm', {}), script('page-world', { world: 'MAIN' })],
    web_accessible_resources: [{ resources: ['panel.html', 'engine.js'], matches: ['http://127.0.0.1/*'] }],
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  if (around.worker)
    await writeFile(join(folder, 'worker.js'), await bundleEntry(`import '#/${around.worker}'`))
  else await cp(join(import.meta.dirname, 'worker.js'), join(folder, 'worker.js'))
  // As the real one does: the address says of which hold it is, once the page has named it.
  const named = "addEventListener('message', ({ data }) => history.replaceState(null, '', `#hold=${data}`))\n"
  const own = around.panel ? await bundleEntry(`import '#/${around.panel}'`) : ''
  await writeFile(join(folder, 'panel.js'), named + own)
  await writeFile(
    join(folder, 'panel.html'),
    '<!doctype html><title>Panel</title><button>Run it now</button><script src="panel.js"></script>',
  )
  await mkdir(join(folder, '_locales/en'), { recursive: true })
  await cp(join(root, 'public/_locales/en/messages.json'), join(folder, '_locales/en/messages.json'))
  return folder
}
