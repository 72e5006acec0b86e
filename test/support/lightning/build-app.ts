import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import lwc from '@lwc/rollup-plugin'
import { rollup } from 'rollup'
import packageJson from '../../../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '../../..')
const app = join(root, 'test/sites/lightning/app')
const cache = join(root, '.cache/lightning')

const noIcons = '\0no-icons'

/** The page's own code with the vendor's components, as one script. Made once for each state of its sources. */
export async function lightningApp(): Promise<string> {
  const kept = join(cache, `${await digestOfSources()}.js`)
  const known = await readFile(kept, 'utf8').catch(() => null)
  if (known !== null) return known
  const bundle = await rollup({
    input: join(app, 'main.js'),
    plugins: [
      {
        name: 'without-icons',
        // Thousands of drawings, six megabytes: no icon is part of what is tested.
        resolveId: (id) => (id.startsWith('lightning/iconSvgTemplates') ? noIcons : null),
        load: (id) => (id === noIcons ? 'export default {}' : null),
      },
      lwc({
        enableDynamicComponents: true,
        rootDir: join(app, 'modules'),
        modules: [{ dir: join(app, 'modules') }, { npm: 'lightning-base-components' }],
        defaultModules: [{ npm: '@lwc/engine-dom' }, { npm: '@lwc/synthetic-shadow' }],
      }),
      {
        name: 'production',
        resolveImportMeta: (property) => (property === 'env' ? '({ SSR: false })' : null),
        renderChunk: (code) => code.replaceAll('process.env.NODE_ENV', '"production"'),
      },
    ],
    onwarn: () => {},
  })
  const { output } = await bundle.generate({ format: 'iife', inlineDynamicImports: true })
  const { code } = output[0]
  // Two runs side by side may both make it: whoever is last puts the same in place.
  await mkdir(cache, { recursive: true })
  const own = `${kept}.${process.pid}`
  await writeFile(own, code)
  await rename(own, kept)
  return code
}

async function digestOfSources(): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(packageJson.devDependencies))
  digest.update(await readFile(import.meta.filename))
  const files = await readdir(app, { recursive: true, withFileTypes: true })
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  for (const path of paths.toSorted()) digest.update(path.slice(app.length)).update(await readFile(path))
  return digest.digest('hex').slice(0, 16)
}
