import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { startHealth } from '../content-scripts/health/start.ts'

export default defineUnlistedScript(() => {
  startHealth()
})
