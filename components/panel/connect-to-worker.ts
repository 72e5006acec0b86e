import { browser } from 'wxt/browser'
import { panelPortName } from '../../protocol/messages/panel-port.ts'
import type { PanelPort } from './worker-link.ts'

export function connectToWorker(): PanelPort {
  return browser.runtime.connect({ name: panelPortName })
}
