import { useState } from 'react'
import { Card } from '../../../../components/ui/Card.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { formatDate, formatNumber, t } from '../../../../components/ui/words.ts'
import { client } from '../../../client.ts'
import { Loaded } from '../../../Loaded.tsx'
import { useResource } from '../../../use-resource.ts'
import { Edits, type EditsProps } from './Edits.tsx'
import { TopReasons } from './TopReasons.tsx'
import './learning.css'

const periods = ['this', 'last', '7', '30', '90'] as const
type Period = (typeof periods)[number]
const isWeek = (period: Period) => period === 'this' || period === 'last'

/** What people answered to each rule in a period, and the edits that suggests. Nothing changes by itself. */
export function LearningView({ draft }: Pick<EditsProps, 'draft'>) {
  const [period, setPeriod] = useState<Period>('this')
  const learning = useResource(
    `learning ${period}`,
    () => client.learning(isWeek(period) ? { week: period } : { days: Number(period) }),
    ['policy'],
  )
  return (
    <div className="learning">
      <Field label={t('learning.period')}>
        <Select
          value={period}
          options={periods.map((each) => ({ value: each, label: t(`learning.period.${each}`) }))}
          onChange={(event) => setPeriod(periods.find((each) => each === event.target.value) ?? 'this')}
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
              <TopReasons rules={rules} />
              {rules.map((rule) => (
                <RuleCard key={rule.rule} rule={rule} draft={draft} />
              ))}
            </>
          )
        }
      </Loaded>
    </div>
  )
}

function RuleCard({ rule, draft }: EditsProps) {
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
      <Edits rule={rule} draft={draft} />
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
