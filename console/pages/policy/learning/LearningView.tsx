import { useState } from 'react'
import { Card } from '../../../../components/ui/Card.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { formatDate, formatNumber, t } from '../../../../components/ui/words.ts'
import type { ProposedEdit, RuleLearning } from '../../../../protocol/http/learning.ts'
import { client } from '../../../client.ts'
import { Link } from '../../../Link.tsx'
import { Loaded } from '../../../Loaded.tsx'
import { useResource } from '../../../use-resource.ts'
import './learning.css'

const periods = [7, 30, 90] as const

/** What people answered to each rule in a period, and the edits that suggests. Nothing changes by itself. */
export function LearningView({ edits }: { readonly edits: boolean }) {
  const [days, setDays] = useState<number>(7)
  const learning = useResource(`learning ${days}`, () => client.learning({ days }), ['policy'])
  return (
    <div className="learning">
      <Field label={t('learning.period')}>
        <Select
          value={String(days)}
          options={periods.map((each) => ({ value: String(each), label: t(`learning.period.${each}`) }))}
          onChange={(event) => setDays(Number(event.target.value))}
        />
      </Field>
      <Loaded of={learning}>
        {({ from, to, rules }) =>
          rules.length === 0 ? (
            <EmptyState title={t('learning.none.title')} text={t('learning.none.text')} />
          ) : (
            <>
              <p className="rule-scope">
                {t('learning.between', { from: formatDate(from), to: formatDate(to) })}
              </p>
              {rules.map((rule) => (
                <RuleCard key={rule.rule} rule={rule} edits={edits} />
              ))}
            </>
          )
        }
      </Loaded>
    </div>
  )
}

function RuleCard({ rule, edits }: { readonly rule: RuleLearning; readonly edits: boolean }) {
  const { name, owner, held, overridden, disputed, approved, denied, reasons } = rule
  const most = Math.max(1, ...reasons.map(({ count }) => count))
  const counts = { held, overridden, disputed, approved, denied }
  return (
    <Card title={<bdi>{name}</bdi>} text={t('rule.owner', { owner })}>
      <dl className="learning-counts">
        {Object.entries(counts).map(([key, count]) => (
          <div key={key}>
            <dd>{formatNumber(count)}</dd>
            <dt>{t(`learning.${key}`)}</dt>
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <>
          <h3>{t('learning.reasons')}</h3>
          <ol className="learning-reasons">
            {reasons.map(({ code, label, count }) => (
              <li key={code}>
                <bdi>{label}</bdi>
                <span className="learning-bar" aria-hidden="true">
                  <i style={{ inlineSize: `${(100 * count) / most}%` }} />
                </span>
                <span>{formatNumber(count)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <Said title={t('learning.texts')} lines={rule.texts} />
      <Said title={t('learning.disputes')} lines={rule.disputes} />
      {rule.edits.length > 0 && (
        <div className="learning-edits">
          <h3>{t('learning.edits')}</h3>
          <ul>
            {rule.edits.map((edit) => (
              <li key={edit.code}>{editWords(edit)}</li>
            ))}
          </ul>
          {edits && <Link to="/policy/build">{t('learning.to-draft')}</Link>}
        </div>
      )}
    </Card>
  )
}

function Said({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line, index) => (
          <li key={index}>
            <q>
              <bdi>{line}</bdi>
            </q>
          </li>
        ))}
      </ul>
    </>
  )
}

function editWords({ code, params }: ProposedEdit): string {
  const shown = Object.entries(params).map(([key, value]) => [
    key,
    typeof value === 'number' && key !== 'count' ? formatNumber(value) : value,
  ])
  return t(`learning.edit.${code}`, Object.fromEntries(shown) as Record<string, string | number>)
}
