import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { startEngine } from '../content-scripts/engine/start.ts'

export default defineUnlistedScript(() => {
  startEngine()
})
