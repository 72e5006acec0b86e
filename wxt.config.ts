import { join } from 'node:path'
import { defineConfig, type WxtViteConfig } from 'wxt'
import { governedHosts, manifestOf } from './scripts/build/manifest.ts'
import { pageScripts } from './scripts/build/page-scripts.ts'

export default defineConfig({
  srcDir: '.',
  outDir: process.env['COUNTERSIGN_OUT'] ?? '.output',
  imports: false,
  modules: ['@wxt-dev/module-react'],
  // A Chromium of our own choosing loads the build (`npm start`, tests); WXT need not find one.
  webExt: { disabled: true },
  vite: (): WxtViteConfig => ({
    build: { assetsInlineLimit: 0 },
    define: { __ROOT_FINGERPRINT__: JSON.stringify(process.env['COUNTERSIGN_ROOT_FINGERPRINT'] ?? '') },
    plugins: [pageScripts()],
    resolve: {
      alias: {
        'wxt/utils/content-script-context': join(
          import.meta.dirname,
          'content-scripts/first/bare-context.ts',
        ),
      },
    },
  }),
  zip: { zipSources: false, artifactTemplate: '{{name}}-{{version}}-{{browser}}.zip' },
  hooks: {
    'build:manifestGenerated'(_wxt, manifest) {
      for (const script of manifest.content_scripts ?? []) script.matches = governedHosts
    },
  },
  manifest: manifestOf,
})
