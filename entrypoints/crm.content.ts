import { defineContentScript } from 'wxt/utils/define-content-script'
import { startContentScripts } from '../content-scripts/start.ts'

export default defineContentScript({
  matches: ['http://127.0.0.1/*', 'http://localhost/*'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  main() {
    startContentScripts()
  },
})
