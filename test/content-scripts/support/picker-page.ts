import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../../..')
const entry = `
import { beDraftSite, surfaceFor } from '#/content-scripts/picker/draft-site.ts'
import { matchesOf } from '#/content-scripts/picker/matches.ts'
import { proposeControl } from '#/content-scripts/picker/propose.ts'
import { proposeField } from '#/content-scripts/picker/propose-field.ts'
import { elementsOf, locate } from '#/content-scripts/sites/locate.ts'
beDraftSite()
globalThis.picker = { elementsOf, locate, matchesOf, proposeControl, proposeField, surfaceFor }
`

/** What the picker and the engine know of finding things, as a script for any page. */
export async function bundlePicker(): Promise<string> {
  const virtual = 'virtual:picker'
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
      minify: false,
      rolldownOptions: { input: virtual, output: { format: 'iife' } },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (!output || !('output' in output)) throw new Error('vite gave no output')
  // The isolated world may look into every shadow root; a page may not, so the open ones stand for all here.
  return `globalThis.countersign = { shadowOf: (host) => host.shadowRoot };\n${output.output[0].code}`
}
