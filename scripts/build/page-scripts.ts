import { minify } from 'terser'
import type { Plugin } from 'vite'

const wrapper =
  /virtual:wxt-(?:unlisted-script|content-script-(?:isolated|main)-world)-entrypoint\?(?<entry>.+)/
const isPageScript = (file: string) => file === 'engine.js' || file.startsWith('content-scripts/')

/**
 * Makes the scripts that run in a page small. WXT wraps each in a logger and an error handler that only throws again;
 * and Terser finds a few per cent that the bundler's own minifier leaves (docs/adr/0050).
 */
export function pageScripts(): Plugin {
  return {
    name: 'page-scripts',
    apply: 'build',
    transform(_code, id) {
      const entry = wrapper.exec(id)?.groups?.entry
      return entry && `import script from ${JSON.stringify(entry)}\nexport default script.main()`
    },
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || !isPageScript(file.fileName)) continue
        const { code } = await minify(file.code, {
          ecma: 2020,
          compress: {
            passes: 4,
            inline: 1,

            hoist_funs: true,
            keep_fargs: false,
            unsafe_arrows: true,
          },
        })
        file.code = code ?? file.code
      }
    },
  }
}
