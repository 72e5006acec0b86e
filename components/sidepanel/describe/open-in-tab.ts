import { browser } from 'wxt/browser'
import { pickerPortName } from '../../../protocol/messages/picker-port.ts'
import type { askWorker } from '../ask-worker.ts'
import type { DescribeSession } from './describe-store.ts'
import { linkToPicker } from './picker-link.ts'

/** A page that is being loaded anew is asked again this often. */
const attempts = 20
const pause = 400

/**
 * Opens the picker in the tab beside the panel, and in the same one again after it went to another page. A host that
 * the browser does not allow yet is asked for on the next try, which is a press of the administrator.
 */
export function openInTab(ask: typeof askWorker, given: number | null): DescribeSession['open'] {
  let tab = given
  let isKnown = false
  let wanted: string | null = null
  return async (hear) => {
    if (wanted !== null) await browser.permissions.request({ origins: [wanted] }).catch(() => false)
    wanted = null
    if (given === null && !isKnown) tab = await activeTab()
    if (tab === null) return { ok: false, problem: 'PAGE_NOT_ALLOWED' }
    for (let left = isKnown ? attempts : 1; ; left -= 1) {
      const reply = await ask({ type: 'picker.opened', tab })
      if (reply?.ok) {
        isKnown = true
        const id = tab
        const connect = (frameId: number) => browser.tabs.connect(id, { name: pickerPortName, frameId })
        return { ok: true, link: linkToPicker(reply.frames, connect, hear), packs: reply.packs }
      }
      if (left > 1) {
        await new Promise((resolve) => setTimeout(resolve, pause))
        continue
      }
      isKnown = false
      wanted = await originOf(tab)
      return { ok: false, problem: reply?.problem ?? 'UNEXPECTED' }
    }
  }
}

async function activeTab(): Promise<number | null> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true })
  return tab?.id ?? null
}

/** The host of a tab, where the browser says it. */
async function originOf(tab: number): Promise<string | null> {
  const { url } = await browser.tabs.get(tab).catch(() => ({ url: undefined }))
  if (!url || !URL.canParse(url)) return null
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) ? `${protocol}//${hostname}/*` : null
}
