import type { Reason } from '../../policy/decision.ts'
import type { HoldView } from '../../protocol/hold.ts'
import type { BudgetView } from '../../protocol/memory.ts'
import './reasons.css'
import { Icon } from '../ui/Icon.tsx'
import { reasonWords } from '../ui/reason-words.ts'
import { formatDate, t } from '../ui/words.ts'
import { DisputeForm } from './DisputeForm.tsx'
import { Matches } from './Matches.tsx'

export interface ReasonsProps {
  readonly view: HoldView
  readonly reasons: readonly Reason[]
  /** Tips tell and stop nothing. */
  readonly isTip?: boolean
}

/** Why: the rule's own words first, then the plain reason, who owns the rule and the exact words found (F11). */
export function Reasons({ view, reasons, isTip = false }: ReasonsProps) {
  if (reasons.length === 0) return null
  const canBeWrong = view.state === 'waiting'
  return (
    <section className="panel-section">
      <h2>{t(isTip ? 'section.tips' : 'section.why')}</h2>
      <ul className="reasons">
        {reasons.map((reason, index) => {
          const rule = reason.rule === null ? undefined : view.rules[reason.rule]
          const words = reasonWords(reason)
          return (
            <li key={index} className={isTip ? 'reason reason-tip' : 'reason'}>
              <Icon name={isTip ? 'info' : 'pause'} />
              <div className="reason-body">
                <p className="reason-words">{rule?.message || words}</p>
                {rule?.message && <p className="reason-plain">{words}</p>}
                <Matches matches={reason.matches} />
                {rule && (
                  <p className="reason-rule">{t('reason-rule', { name: rule.name, owner: rule.owner })}</p>
                )}
                <BudgetLine budget={reason.rule === null ? undefined : view.budgets?.[reason.rule]} />
                {canBeWrong && !isTip && reason.rule !== null && <DisputeForm rule={reason.rule} />}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What the rep has left of their own overrides of this rule, in sight before one is used (F22). */
function BudgetLine({ budget }: { readonly budget: BudgetView | undefined }) {
  if (budget === undefined) return null
  const time = formatDate(new Date(budget.until).toISOString())
  const { left, limit } = budget
  return (
    <p className="reason-rule">
      {left === 0 ? t('budget.none', { limit, time }) : t('budget.left', { count: left, time })}
    </p>
  )
}
