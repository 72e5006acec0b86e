import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Dialog } from '../../../../components/ui/Dialog.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { StateBadge } from '../../../../components/ui/StateBadge.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { Rule } from '../../../../policy/rule.ts'
import { DraftCalendar, isFreeze } from '../calendar/DraftCalendar.tsx'
import { ruleScope, ruleSentences } from '../rule-words.ts'
import { DraftAcceptableUse } from './DraftAcceptableUse.tsx'
import { DraftLists } from './DraftLists.tsx'
import { RuleBuilder } from './RuleBuilder.tsx'

interface DraftRulesProps {
  readonly policy: Policy
  readonly owner: string
  readonly onChange: (policy: Policy) => void
}

/** Rules, lists and words of a draft: added, changed, removed, and the last of it undone, without a line of JSON. */
export function DraftRules({ policy, owner, onChange }: DraftRulesProps) {
  const [open, setOpen] = useState<Rule | 'new' | null>(null)
  const [undo, setUndo] = useState<{ readonly policy: Policy; readonly words: string } | null>(null)

  function change(changed: Policy, words: string) {
    setUndo({ policy, words })
    onChange(changed)
  }
  const put = (rules: readonly Rule[], words: string) => change({ ...policy, rules: [...rules] }, words)
  return (
    <div className="draft-rules">
      <div className="live" aria-live="polite">
        {undo && (
          <Notice
            kind="ok"
            action={
              <Button
                size="small"
                onClick={() => {
                  onChange(undo.policy)
                  setUndo(null)
                }}
              >
                {t('builder.undo')}
              </Button>
            }
          >
            {undo.words}
          </Notice>
        )}
      </div>
      <Button variant="primary" onClick={() => setOpen('new')}>
        {t('builder.new')}
      </Button>
      <ul className="rules-list">
        {policy.rules
          .filter((rule) => !isFreeze(rule))
          .map((rule) => (
            <li key={rule.id} className="rule">
              <div className="draft-rule-head">
                <h3>
                  <bdi>{rule.name}</bdi>
                </h3>
                <StateBadge
                  state={t(`builder.mode.${rule.mode}`)}
                  tone={rule.mode === 'enforce' ? 'accent' : 'plain'}
                />
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
          ))}
      </ul>
      <DraftCalendar policy={policy} owner={owner} onChange={change} />
      <DraftLists policy={policy} onChange={change} />
      <DraftAcceptableUse policy={policy} onChange={change} />
      <Dialog
        open={open !== null}
        title={t(open === 'new' ? 'builder.new' : 'builder.edit-title')}
        onClose={() => setOpen(null)}
        wide
      >
        {open !== null && (
          <RuleBuilder
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
    </div>
  )
}
