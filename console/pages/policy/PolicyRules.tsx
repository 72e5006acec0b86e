import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Policy } from '../../../policy/bundle.ts'
import type { Effects } from '../../../protocol/http/effects.ts'
import { modes } from '../../../policy/rule.ts'
import type { Answer } from '../../call.ts'
import { client } from '../../client.ts'
import { useResource } from '../../use-resource.ts'
import { RuleEffect } from './RuleEffect.tsx'
import { ruleScope, ruleSentences } from './rule-words.ts'

interface PolicyRulesProps {
  readonly policy: Policy
  /** Beside each rule what it did; only for whom the server tells it. */
  readonly showsEffects: boolean
}
const noEffects: Answer<Effects> = { ok: true, value: { days: 0, decisions: {}, items: [] } }

/** Every rule in plain words, the strictest mode first, then the term lists they name. */
export function PolicyRules({ policy, showsEffects }: PolicyRulesProps) {
  const measured = useResource(`effects ${showsEffects}`, () =>
    showsEffects ? client.effects(30) : Promise.resolve(noEffects),
  )
  const effects = showsEffects ? measured.value : null
  if (policy.rules.length === 0)
    return <EmptyState title={t('policy.no-rules.title')} text={t('policy.no-rules.text')} />
  return (
    <div className="rules">
      {modes.toReversed().map((mode) => {
        const rules = policy.rules.filter((rule) => rule.mode === mode)
        if (rules.length === 0) return null
        return (
          <Card
            key={mode}
            title={t(`mode.${mode}.title`, { count: rules.length })}
            text={t(`mode.${mode}.text`)}
          >
            <ul className="rules-list">
              {rules.map((rule) => (
                <li key={rule.id} className="rule">
                  <h3>
                    <bdi>{rule.name}</bdi>
                  </h3>
                  <p className="rule-words">{ruleSentences(rule, policy).join(' ')}</p>
                  {rule.message && (
                    <p className="rule-message">
                      <bdi>{t('rule.message', { message: rule.message })}</bdi>
                    </p>
                  )}
                  {effects && <RuleEffect rule={rule} policy={policy} effects={effects} />}
                  <p className="rule-scope">
                    {t('rule.scope', { scope: ruleScope(rule, policy) })}{' '}
                    {t('rule.owner', { owner: rule.owner })}
                  </p>
                </li>
              ))}
            </ul>
          </Card>
        )
      })}
      {policy.lists.length > 0 && (
        <Card title={t('policy.lists')} text={t('policy.lists-text')}>
          <ul className="rules-list">
            {policy.lists.map((list) => (
              <li key={list.id} className="rule">
                <details>
                  <summary>
                    <bdi>{list.name}</bdi>{' '}
                    <span className="rule-scope">{t('policy.terms', { count: list.terms.length })}</span>
                  </summary>
                  {list.unless !== undefined && (
                    <p className="rule-scope">
                      {t('lists.unless.names', {
                        name: policy.lists.find(({ id }) => id === list.unless)?.name ?? list.unless,
                      })}
                    </p>
                  )}
                  <ul className="terms">
                    {list.terms.map((term, index) => (
                      <li key={index}>
                        <bdi>{term.term}</bdi>
                        {term.approved && (
                          <span className="rule-scope">
                            {' '}
                            {t('policy.approved-wording', { approved: term.approved })}
                          </span>
                        )}
                      </li>
                    ))}
                  </ul>
                </details>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}
