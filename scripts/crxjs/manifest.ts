import { defineManifest } from '@crxjs/vite-plugin'
import packageJson from '../../package.json' with { type: 'json' }
import { manifestOf } from '../build/manifest.ts'

/** What WXT reads off the entrypoints, said again for CRXJS; everything else is the shipped build's own. */
export const crxManifest = defineManifest(({ mode }) => {
  const shared = manifestOf({ browser: 'chrome', command: 'serve', mode })
  return {
    manifest_version: 3,
    version: packageJson.version,
    ...shared,
    permissions: [...shared.permissions, 'sidePanel'],
    icons: Object.fromEntries([16, 32, 48, 96, 128].map((size) => [size, `icon/${size}.png`])),
    background: { service_worker: 'scripts/crxjs/background.ts', type: 'module' },
    action: { default_popup: 'popup.html' },
    options_ui: { page: 'options.html', open_in_tab: true },
    side_panel: { default_path: 'sidepanel.html' },
  }
})
