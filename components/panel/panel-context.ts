import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { PanelState, PanelStore } from './panel-store.ts'

export const PanelContext = createContext<PanelStore | null>(null)

/** Selects from the store of this panel; selectors return primitives or what the store already holds. */
export function usePanel<Selected>(select: (state: PanelState) => Selected): Selected {
  const store = useContext(PanelContext)
  if (store === null) throw new Error('usePanel needs a PanelContext around it')
  return useStore(store, select)
}
