import type { HoldView } from '../../protocol/hold.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { t } from '../ui/words.ts'
import type { Task } from './open-work.ts'
import { usePanel } from './panel-context.ts'
import { RequestForm } from './RequestForm.tsx'
import { RequestStatus } from './RequestStatus.tsx'

export interface ApprovalTaskProps {
  readonly view: HoldView
  readonly task: Extract<Task, { kind: 'approval' }>
}

/** Ask, wait, and what came of it. An older answer never covers an action that was changed since (F33). */
export function ApprovalTask({ view, task }: ApprovalTaskProps) {
  const askingAgain = usePanel((state) => state.askingAgain)
  const askAgain = usePanel((state) => state.askAgain)
  const { approval } = view

  if (approval === null) return <RequestForm view={view} approvals={task.open} />

  const isOther = approval.digest !== view.digest
  const isAlive = !isOther && (approval.state === 'pending' || approval.state === 'approved')
  return (
    <>
      {isOther && (
        <Notice kind="warn" title={t('request.changed')}>
          {t('request.changed-text')}
        </Notice>
      )}
      <RequestStatus approval={approval} isForThis={!isOther} />
      {!isAlive && !task.done && !askingAgain && (
        <div>
          <Button onClick={askAgain}>{t('request.again')}</Button>
        </div>
      )}
      {!isAlive && !task.done && askingAgain && <RequestForm view={view} approvals={task.open} />}
    </>
  )
}
