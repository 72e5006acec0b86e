import { defineContentScript } from 'wxt/utils/define-content-script'
import { startPageWorld } from '../content-scripts/page-world/start.ts'

export default defineContentScript({
  matches: ['http://127.0.0.1/*', 'http://localhost/*'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  world: 'MAIN',
  main() {
    startPageWorld()
  },
})
