import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { startAssist } from '../content-scripts/assist/start.ts'

export default defineUnlistedScript(() => {
  startAssist()
})
