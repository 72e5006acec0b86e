import type { HoldView } from '../../protocol/hold.ts'
import { ActionView } from '../ui/ActionView.tsx'
import { Digest } from '../ui/Digest.tsx'
import { Notice } from '../ui/Notice.tsx'
import { t } from '../ui/words.ts'
import { Escalation } from './Escalation.tsx'
import { ExplanationView } from './ExplanationView.tsx'
import { Outcome } from './Outcome.tsx'
import { Reasons } from './Reasons.tsx'
import { tasksOf } from './open-work.ts'
import { Tasks } from './Tasks.tsx'

const ended: readonly HoldView['state'][] = ['running', 'done', 'failed', 'cancelled']

export function HoldBody({ view }: { readonly view: HoldView }) {
  const { decision, state } = view
  if (ended.includes(state)) return <Outcome view={view} />

  const tasks = tasksOf(view)
  const isShownInTask = tasks.some(
    (task) => task.kind === 'review' || (task.kind === 'approval' && !task.done),
  )
  return (
    <>
      {view.connection === 'offline' && <Notice kind="warn">{t('offline')}</Notice>}
      <p className="panel-summary">{t(summaryKeyOf(view))}</p>
      <Escalation view={view} />
      <Reasons view={view} reasons={decision.reasons} />
      {decision.tips.length > 0 && <Reasons view={view} reasons={decision.tips} isTip />}
      {view.explanation.available && <ExplanationView view={view} />}
      {tasks.length > 0 && <Tasks view={view} tasks={tasks} />}
      {!isShownInTask && (
        <section className="panel-section">
          <h2>{t(state === 'inspecting' ? 'section.would-happen' : 'section.happens')}</h2>
          <ActionView action={view.action} />
          <Digest digest={view.digest} />
        </section>
      )}
      {!view.explanation.available && <ExplanationView view={view} />}
    </>
  )
}

function isAllAsked({ approval, digest, decision }: HoldView): boolean {
  const onlyApproval = decision.obligations.every((obligation) => obligation.kind === 'approval')
  return onlyApproval && approval?.state === 'pending' && approval.digest === digest
}

function summaryKeyOf(view: HoldView): string {
  const { state, decision } = view
  if (state === 'inspecting') return `summary.inspecting-${decision.effect}`
  if (state === 'waiting' && decision.obligations.length === 0) return 'summary.change-it'
  if (state === 'waiting' && isAllAsked(view)) return 'summary.pending'
  return `summary.${state}`
}
