import { join } from 'node:path'
import { crx } from '@crxjs/vite-plugin'
import { defineConfig } from 'vite'
import { crxManifest } from './scripts/crxjs/manifest.ts'
import { pageScriptsOfDevelopment } from './scripts/crxjs/page-scripts.ts'
import { extensionPages, reactInExtensionPages } from './scripts/crxjs/pages.ts'

const port = Number(process.env['COUNTERSIGN_CRXJS_PORT'] ?? 5199)

/** `npm run dev:crx`, never what ships (docs/adr/0045). */
export default defineConfig({
  plugins: [
    extensionPages(),
    reactInExtensionPages(),
    crx({ manifest: crxManifest }),
    pageScriptsOfDevelopment(),
  ],
  resolve: {
    alias: {
      'wxt/utils/content-script-context': join(import.meta.dirname, 'content-scripts/first/bare-context.ts'),
    },
  },
  build: { outDir: process.env['COUNTERSIGN_OUT'] ?? '.output/chrome-mv3-crxjs', emptyOutDir: true },
  optimizeDeps: { entries: ['entrypoints/*/index.html'] },
  server: { port, strictPort: true, ws: { clientPort: port } },
})
