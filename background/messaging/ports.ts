import type { Browser } from 'wxt/browser'
import type { WorkerMessage } from '../../protocol/messages/page-port.ts'
import type { PanelReceipt, WorkerPanelMessage } from '../../protocol/messages/panel-port.ts'
import type { SitePack } from '../../protocol/site-pack.ts'
import type { Place } from '../db/rows.ts'
import { matchesHost } from './hosts.ts'

export type Port = Browser.runtime.Port

export interface PagePort {
  readonly port: Port
  readonly place: Place
  readonly url: string
}

export interface PanelPort {
  readonly port: Port
  /** The tab whose page frames this panel; null for the side panel and the extension's own tabs. */
  readonly tab: number | null
  /** Holds this panel shows. */
  readonly shown: Set<string>
  isList: boolean
}

/** The open ports of this worker's life. Lost with the worker; pages and panels connect again. */
export interface Ports {
  readonly pages: Set<PagePort>
  readonly panels: Set<PanelPort>
  /** False when no port of that very document is open. */
  tellPlace(place: Place, message: WorkerMessage): boolean
  hasPlace(place: Place): boolean
  tellSite(pack: SitePack, message: WorkerMessage): void
  tell(panel: PanelPort, message: WorkerPanelMessage | PanelReceipt): void
}

export function createPorts(): Ports {
  const pages = new Set<PagePort>()
  const panels = new Set<PanelPort>()
  const at = (place: Place) => [...pages].filter((page) => samePlace(page.place, place))
  return {
    pages,
    panels,
    tellPlace(place, message) {
      return at(place).filter((page) => post(page.port, message)).length > 0
    },
    hasPlace: (place) => at(place).length > 0,
    tellSite(pack, message) {
      for (const page of pages) if (matchesHost(pack.hosts, page.url)) post(page.port, message)
    },
    tell(panel, message) {
      post(panel.port, message)
    },
  }
}

/** Firefox gives no document id; there tab, frame and origin must do. */
export function samePlace(left: Place, right: Place): boolean {
  return (
    left.tab === right.tab &&
    left.frame === right.frame &&
    left.origin === right.origin &&
    left.document === right.document
  )
}

function post(port: Port, message: WorkerMessage | WorkerPanelMessage | PanelReceipt): boolean {
  try {
    port.postMessage(message)
    return true
  } catch {
    // The page closed between our look and our word: the same as no port.
    return false
  }
}
