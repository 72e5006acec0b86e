import type { HoldView } from '../../protocol/hold.ts'
import './tasks.css'
import { Icon } from '../ui/Icon.tsx'
import { t } from '../ui/words.ts'
import { ApprovalTask } from './ApprovalTask.tsx'
import type { Task } from './open-work.ts'
import { OverrideTask } from './OverrideTask.tsx'
import { ReviewTask } from './ReviewTask.tsx'

/** Everything that stands between the rep and this action, each rule on its own (F18). */
export function Tasks({ view, tasks }: { readonly view: HoldView; readonly tasks: readonly Task[] }) {
  const done = tasks.filter((task) => task.done).length
  return (
    <section className="panel-section">
      <h2>{t('section.tasks')}</h2>
      {tasks.length > 1 && <p className="panel-soft">{t('tasks.progress', { done, all: tasks.length })}</p>}
      <ol className="tasks">
        {tasks.map((task, index) => (
          <li
            key={'rule' in task ? `${task.kind}:${task.rule}` : task.kind}
            className="task"
            data-done={task.done || undefined}
          >
            <span className="task-number" aria-hidden="true">
              {task.done ? <Icon name="check" /> : index + 1}
            </span>
            <div className="task-body">
              <h3>
                {t(`task.${task.kind}`)}
                {task.done && <span className="task-done"> {t('task.done')}</span>}
              </h3>
              {'rule' in task && (
                <p className="panel-soft">
                  {t('task.rule', { name: view.rules[task.rule]?.name ?? task.rule })}
                </p>
              )}
              <TaskBody view={view} task={task} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function TaskBody({ view, task }: { readonly view: HoldView; readonly task: Task }) {
  switch (task.kind) {
    case 'review':
      return <ReviewTask view={view} rule={task.rule} isDone={task.done} />
    case 'override-reason':
      return <OverrideTask view={view} task={task} />
    case 'approval':
      return <ApprovalTask view={view} task={task} />
    case 'reservation':
      return <p>{t('reservation.text', { amount: task.amount })}</p>
    default:
      return task satisfies never
  }
}
