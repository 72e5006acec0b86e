import type { HoldRow } from '../db/rows.ts'
import { showBadge } from '../fleet/badge.ts'
import type { Worker } from '../worker.ts'
import { isOpen } from './hold-row.ts'
import { holdList, memoryList, viewOf } from './view.ts'

/** The page's answer: what was decided, and where the panel is; or the release, or that it is over. */
export function tellPage(worker: Worker, row: HoldRow): void {
  const { hold, decision, place, release } = row
  if (row.state === 'running' && release) {
    // The page has its window from now; it never asks again once it was told.
    const until = worker.environment.now() + 10_000
    worker.ports.tellPlace(place, { type: 'hold.decided', hold, decision, panel: null })
    worker.ports.tellPlace(place, {
      type: 'hold.released',
      hold,
      effect: row.effect,
      until,
      resume: release.resume,
    })
  } else if (isOpen(row) || row.state === 'inspecting' || row.state === 'refused') {
    const panel = `${worker.environment.origin}/panel.html#hold=${hold}`
    worker.ports.tellPlace(place, { type: 'hold.decided', hold, decision, panel })
  } else worker.ports.tellPlace(place, { type: 'hold.closed', hold })
}

/** Everyone who shows this hold sees how it stands. */
export async function showHold(worker: Worker, row: HoldRow): Promise<void> {
  const showing = [...worker.ports.panels].filter((panel) => panel.shown.has(row.hold))
  if (showing.length > 0) {
    const view = await viewOf(worker, row)
    for (const panel of showing) worker.ports.tell(panel, { type: 'hold.shown', view })
  }
  await showLists(worker)
}

export async function showLists(worker: Worker): Promise<void> {
  await showBadge(worker)
  const lists = [...worker.ports.panels].filter((panel) => panel.isList)
  if (lists.length === 0) return
  const shown = {
    type: 'holds.shown',
    ...(await holdList(worker)),
    memories: await memoryList(worker),
  } as const
  for (const panel of lists) worker.ports.tell(panel, shown)
}

/** The hold is gone from page and panels. */
export function withdrawView(worker: Worker, row: Pick<HoldRow, 'hold' | 'place'>): void {
  worker.ports.tellPlace(row.place, { type: 'hold.closed', hold: row.hold })
  for (const panel of worker.ports.panels) {
    if (panel.shown.delete(row.hold)) worker.ports.tell(panel, { type: 'hold.gone', hold: row.hold })
  }
}
