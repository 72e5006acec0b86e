import type { HoldView } from '../../protocol/hold.ts'
import { t } from '../ui/words.ts'
import { tasksOf } from './open-work.ts'

/** What a person who does not see the panel is told when its state changes. */
export function announcementOf(view: HoldView): string {
  const tasks = tasksOf(view)
  const open = tasks.filter((task) => !task.done).length
  const approval = view.approval === null ? '' : t(`announce.approval-${view.approval.state}`)
  const state = t(`announce.${view.state}`)
  if (view.state !== 'waiting') return state
  return [state, approval, open > 0 ? t('tasks.open', { count: open }) : ''].filter(Boolean).join(' ')
}
