import type { Explanation } from '../../policy/explanation.ts'
import type { HoldView } from '../../protocol/hold.ts'
import './explanation.css'
import { FlaggedText } from '../ui/FlaggedText.tsx'
import { Icon } from '../ui/Icon.tsx'
import { formatDate, formatNumber, t } from '../ui/words.ts'
import { Drivers } from './Drivers.tsx'
import { Sources } from './Sources.tsx'

/** What the AI's vendor says about its suggestion, or plainly what is unavailable (F10, F12). */
export function ExplanationView({ view }: { readonly view: HoldView }) {
  const { explanation: shown } = view
  if (!shown.available) {
    return (
      <section className="panel-section">
        <h2>{t('section.explanation')}</h2>
        <p className="panel-soft">{t(`explanation.${shown.reason}`)}</p>
      </section>
    )
  }
  const { explanation } = shown
  return (
    <section className="panel-section">
      <h2>{t('section.explanation')}</h2>
      <p className="panel-soft">{t('explanation.by', { model: explanation.model })}</p>
      <Suggested explanation={explanation} labels={labelsOf(view)} />
      <dl className="facts">
        <div>
          <dt>{t('explanation.confidence')}</dt>
          <dd>
            {t(
              explanation.confidence === null
                ? 'explanation.not-stated'
                : `confidence.${explanation.confidence}`,
            )}
          </dd>
        </div>
        <div>
          <dt>{t('explanation.freshness')}</dt>
          <dd>
            <Freshness dataAsOf={explanation.dataAsOf} ageHours={shown.ageHours} stale={shown.stale} />
          </dd>
        </div>
      </dl>
      <h3>{t('explanation.drivers')}</h3>
      <Drivers drivers={explanation.drivers} />
      <h3>{t('explanation.sources')}</h3>
      <Sources sources={explanation.sources} />
    </section>
  )
}

function labelsOf(view: HoldView): ReadonlyMap<string, string> {
  const changed = view.action.fields.map((field) => [field.name, field.label || field.name] as const)
  return new Map([...Object.entries(view.fieldLabels ?? {}), ...changed])
}

function Suggested({
  explanation,
  labels,
}: {
  readonly explanation: Explanation
  readonly labels: ReadonlyMap<string, string>
}) {
  if (explanation.suggested.length === 0) return null
  return (
    <ul className="suggested">
      {explanation.suggested.map(({ field, value }) => (
        <li key={field}>
          {t('explanation.suggests', { field: labels.get(field) ?? field })}{' '}
          <FlaggedText
            text={
              value === null
                ? t('diff.empty')
                : typeof value === 'number'
                  ? formatNumber(value)
                  : String(value)
            }
          />
        </li>
      ))}
    </ul>
  )
}

function Freshness({
  dataAsOf,
  ageHours,
  stale,
}: {
  readonly dataAsOf: string | null
  readonly ageHours: number | null
  readonly stale: boolean
}) {
  if (dataAsOf === null) return <>{t('explanation.no-date')}</>
  const age =
    ageHours === null
      ? ''
      : ageHours < 48
        ? t('explanation.age-hours', { count: Math.max(0, Math.floor(ageHours)) })
        : t('explanation.age-days', { count: Math.floor(ageHours / 24) })
  return (
    <>
      {stale && (
        <strong className="stale">
          <Icon name="warning" />
          {t('explanation.stale')}
        </strong>
      )}{' '}
      {age} <span className="panel-soft">({formatDate(dataAsOf)})</span>
    </>
  )
}
