import type { ReactNode } from 'react'
import { TierBadge } from '../../../components/ui/TierBadge.tsx'
import { t } from '../../../components/ui/words.ts'
import type { AcceptableUse as Words } from '../../../policy/acceptable-use.ts'
import type { Policy } from '../../../policy/bundle.ts'
import type { Rule } from '../../../policy/rule.ts'
import { alwaysApprovalCategories, tiers } from '../../../policy/tier.ts'
import type { Workflow } from '../../../policy/workflow.ts'
import { ruleScope, ruleSentences } from '../policy/rule-words.ts'

/** Rules that say a number (S109-S111). */
const limits: readonly string[] = [
  'volume-cap',
  'discount-range',
  'export-cap',
  'amount-threshold',
  'close-date-threshold',
  'time-window',
  'freeze',
]

/** The policy as a person reads it: what AI may do alone, what is always signed off, the limits, the words, the data. */
export function AcceptableUse({ policy }: { readonly policy: Policy }) {
  const { workflows, rules, lists, acceptableUse: words } = policy
  const enforced = rules.filter(({ mode }) => mode === 'enforce')
  const isRoutine = ({ category }: Workflow) => category === 'routine'
  const named = new Set(enforced.flatMap(({ guardrail: { settings } }) => listsOf(settings)))
  return (
    <article className="use">
      {words?.purpose && (
        <p className="use-purpose">
          <bdi>{words.purpose}</bdi>
        </p>
      )}
      <Part title={t('use.tiers')} text={t('use.tiers-text')}>
        <dl className="use-tiers">
          {tiers.map((tier) => (
            <div key={tier}>
              <dt>
                <TierBadge tier={tier} />
                <span>{t(`use.tier.${tier}`)}</span>
              </dt>
              <dd>
                {namesOf(workflows.filter((each) => isRoutine(each) && each.tier === tier))}
                {tier === 3 && <p>{t('use.tier.3-more')}</p>}
              </dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part title={t('use.always')} text={t('use.always-text')}>
        <dl className="use-list">
          {alwaysApprovalCategories.map((category) => (
            <div key={category}>
              <dt>{t(`category.${category}`)}</dt>
              <dd>{namesOf(workflows.filter((each) => each.category === category))}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part title={t('use.limits')} text={t('use.limits-text')}>
        <Rules rules={enforced.filter(({ guardrail: { kind } }) => limits.includes(kind))} policy={policy} />
      </Part>
      <Part title={t('use.words')} text={t('use.words-text')}>
        <dl className="use-list">
          {lists
            .filter(({ id }) => named.has(id))
            .map((list) => (
              <div key={list.id}>
                <dt>
                  <bdi>{list.name}</bdi>
                </dt>
                <dd>
                  <bdi>
                    {list.terms
                      .map(({ term }) => term)
                      .slice(0, 8)
                      .join(', ')}
                  </bdi>
                  {list.terms.length > 8 && ` ${t('use.more', { count: list.terms.length - 8 })}`}
                </dd>
              </div>
            ))}
        </dl>
      </Part>
      {words && <Written words={words} />}
    </article>
  )
}

function Written({ words }: { readonly words: Words }) {
  const lines = ['allowedData', 'prohibitedData', 'prohibitedActions'] as const
  const paragraphs = ['logging', 'retention'] as const
  return (
    <>
      {lines.map(
        (name) =>
          words[name].length > 0 && (
            <Part key={name} title={t(`use.${name}`)}>
              <ul>
                {words[name].map((line) => (
                  <li key={line}>
                    <bdi>{line}</bdi>
                  </li>
                ))}
              </ul>
            </Part>
          ),
      )}
      {paragraphs.map(
        (name) =>
          words[name] && (
            <Part key={name} title={t(`use.${name}`)}>
              <p>
                <bdi>{words[name]}</bdi>
              </p>
            </Part>
          ),
      )}
      {words.vendors.length > 0 && (
        <Part title={t('use.vendors')}>
          <dl className="use-list">
            {words.vendors.map(({ name, purpose, controls, retention }) => (
              <div key={name}>
                <dt>
                  <bdi>{name}</bdi>
                </dt>
                <dd>
                  <bdi>{[purpose, controls, retention].filter(Boolean).join(' ')}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
    </>
  )
}

interface PartProps {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
}

function Part({ title, text, children }: PartProps) {
  return (
    <section>
      <h2>{title}</h2>
      {text && <p className="use-text">{text}</p>}
      {children}
    </section>
  )
}

function Rules({ rules, policy }: { readonly rules: readonly Rule[]; readonly policy: Policy }) {
  if (rules.length === 0) return <p>{t('use.no-limits')}</p>
  return (
    <ul>
      {rules.map((rule) => (
        <li key={rule.id}>
          <strong>
            <bdi>{rule.name}</bdi>
          </strong>{' '}
          <bdi>{ruleSentences(rule, policy).join(' ')}</bdi>
          {rule.workflows.length > 0 && (
            <span className="use-text"> {t('rule.scope', { scope: ruleScope(rule, policy) })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function namesOf(workflows: readonly Workflow[]) {
  return <bdi>{workflows.map(({ name }) => name).join(', ')}</bdi>
}

function listsOf(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const named = settings['lists']
  return Array.isArray(named) ? named.filter((id) => typeof id === 'string') : []
}
