import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { startPicker } from '../content-scripts/picker/start.ts'

export default defineUnlistedScript(() => {
  startPicker()
})
