import { createStore } from 'zustand/vanilla'
import type { HoldView } from '../../protocol/hold.ts'
import type { MemoryView } from '../../protocol/memory.ts'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import type { PanelStore } from '../panel/panel-store.ts'

export interface SidePanelState {
  readonly views: readonly HoldView[] | null
  readonly status: ExtensionStatus | null
  readonly memories: readonly MemoryView[]
  readonly link: 'connecting' | 'live' | 'lost'
  /** The hold shown in place of the list. */
  readonly opened: { readonly hold: string; readonly store: PanelStore } | null

  showHolds(views: readonly HoldView[], status: ExtensionStatus, memories: readonly MemoryView[]): void
  showLink(link: 'live' | 'lost'): void
  open(hold: string): void
  /** Opens it at the reasons to hand it to a human. */
  escalate(hold: string): void
  returnToList(): void
}

export interface SidePanelSession {
  readonly openHold: (hold: string) => PanelStore
  readonly listHolds: () => void
}

/** One store per mount; the store of an opened hold is made by the session and dropped with it. */
export function createSidePanelStore({ openHold, listHolds }: SidePanelSession) {
  return createStore<SidePanelState>()((set) => ({
    views: null,
    status: null,
    memories: [],
    link: 'connecting',
    opened: null,

    showHolds: (views, status, memories) => set({ views, status, memories }),
    showLink: (link) => set({ link }),
    open: (hold) => set({ opened: { hold, store: openHold(hold) } }),
    escalate(hold) {
      const store = openHold(hold)
      store.getState().showEscalation(true)
      set({ opened: { hold, store } })
    },
    returnToList() {
      set({ opened: null })
      listHolds()
    },
  }))
}
export type SidePanelStore = ReturnType<typeof createSidePanelStore>
