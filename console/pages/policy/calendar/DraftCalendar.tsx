import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Card } from '../../../../components/ui/Card.tsx'
import { Dialog } from '../../../../components/ui/Dialog.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { StateBadge } from '../../../../components/ui/StateBadge.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { Rule } from '../../../../policy/rule.ts'
import { ruleScope, ruleSentences } from '../rule-words.ts'
import './calendar.css'
import { FreezeForm } from './FreezeForm.tsx'

interface DraftCalendarProps {
  readonly policy: Policy
  readonly owner: string
  readonly onChange: (policy: Policy, words: string) => void
}

export const isFreeze = ({ guardrail }: Rule) => guardrail.kind === 'freeze'

/** The freezes of a draft, the next first; those that are over stay until somebody takes them out. */
export function DraftCalendar({ policy, owner, onChange }: DraftCalendarProps) {
  const [open, setOpen] = useState<Rule | 'new' | null>(null)
  const [now] = useState(() => Date.now())
  const put = (rules: readonly Rule[], words: string) => onChange({ ...policy, rules: [...rules] }, words)
  const freezes = policy.rules.filter(isFreeze).toSorted((one, other) => startOf(one) - startOf(other))
  return (
    <Card
      title={t('calendar.title')}
      text={t('calendar.text')}
      actions={<Button onClick={() => setOpen('new')}>{t('calendar.new')}</Button>}
    >
      {freezes.length === 0 ? (
        <EmptyState title={t('calendar.none')} />
      ) : (
        <ul className="rules-list">
          {freezes.map((rule) => {
            const state = stateOf(rule, now)
            return (
              <li key={rule.id} className="rule calendar-freeze" data-state={state}>
                <div className="draft-rule-head">
                  <h3>
                    <bdi>{rule.name}</bdi>
                  </h3>
                  <StateBadge
                    state={t(`calendar.state.${state}`)}
                    tone={state === 'now' ? 'warn' : 'plain'}
                  />
                  {rule.mode !== 'enforce' && (
                    <StateBadge state={t(`builder.mode.${rule.mode}`)} tone="plain" />
                  )}
                  <Button
                    size="small"
                    aria-label={t('builder.change-named', { name: rule.name })}
                    onClick={() => setOpen(rule)}
                  >
                    {t('builder.edit')}
                  </Button>
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={t('builder.remove-named', { name: rule.name })}
                    onClick={() =>
                      put(
                        policy.rules.filter(({ id }) => id !== rule.id),
                        t('builder.removed', { name: rule.name }),
                      )
                    }
                  >
                    {t('builder.remove')}
                  </Button>
                </div>
                <p className="rule-words">{ruleSentences(rule, policy).join(' ')}</p>
                <p className="rule-scope">{t('rule.scope', { scope: ruleScope(rule, policy) })}</p>
              </li>
            )
          })}
        </ul>
      )}
      <Dialog
        open={open !== null}
        title={t(open === 'new' ? 'calendar.new' : 'calendar.edit')}
        onClose={() => setOpen(null)}
        wide
      >
        {open !== null && (
          <FreezeForm
            policy={policy}
            rule={open === 'new' ? null : open}
            owner={owner}
            onCancel={() => setOpen(null)}
            onDone={(made) => {
              setOpen(null)
              const isNew = open === 'new'
              put(
                isNew
                  ? [...policy.rules, made]
                  : policy.rules.map((rule) => (rule.id === open.id ? made : rule)),
                t(isNew ? 'builder.added' : 'builder.changed', { name: made.name }),
              )
            }}
          />
        )}
      </Dialog>
    </Card>
  )
}

function startOf({ guardrail }: Rule): number {
  return Date.parse(String(guardrail.settings['from'])) || 0
}

function stateOf({ guardrail: { settings } }: Rule, now: number): 'over' | 'now' | 'ahead' {
  if (Date.parse(String(settings['to'])) <= now) return 'over'
  return Date.parse(String(settings['from'])) > now ? 'ahead' : 'now'
}
