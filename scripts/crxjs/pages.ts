import { posix } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'

const names = ['panel', 'sidepanel', 'options', 'popup']

/**
 * Gives the extension's pages the addresses that WXT gives them (`panel.html`), though their sources are in
 * `entrypoints/panel/index.html`: what the worker and the page scripts name is then there in both builds.
 */
export function extensionPages(): Plugin {
  return {
    name: 'crx:extension-pages',
    apply: 'serve',
    // Before CRXJS, which would answer first.
    enforce: 'pre',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost')
        // CRXJS asks here whether a page can be loaded yet, and knows of no page that is no file of this name.
        if (pathname === '/@crx/dev-ready' && nameOf(searchParams.get('path') ?? '')) {
          response.writeHead(204, { 'access-control-allow-origin': '*' }).end()
          return
        }
        const name = nameOf(pathname)
        if (name) request.url = `/entrypoints/${name}/index.html${search}`
        next()
      })
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { path }) => html.replace('"./main.ts"', `"${posix.dirname(path)}/main.ts"`),
    },
    generateBundle() {
      // Never shown: the worker answers for it from the development server. The browser asks that the file exists.
      this.emitFile({ type: 'asset', fileName: 'panel.html', source: '<!doctype html>' })
    },
  }
}

/**
 * Fast refresh without the inline script of its plugin, which an extension page may not run. CRXJS would load everything
 * from a script that the page does not wait for; then the panel misses the message that names its hold.
 */
export function reactInExtensionPages(): Plugin[] {
  const plugins = react() as Plugin[]
  for (const plugin of plugins) delete plugin.transformIndexHtml
  const preamble = { type: 'module', src: '/@id/@vitejs/plugin-react/preamble' }
  return [
    ...plugins,
    {
      name: 'react-preamble',
      apply: 'serve',
      transformIndexHtml: () => [{ tag: 'script', attrs: preamble, injectTo: 'head-prepend' }],
    },
  ]
}

function nameOf(path: string): string | undefined {
  return names.find((name) => path === `/${name}.html` || path.startsWith(`/${name}.html?`))
}
