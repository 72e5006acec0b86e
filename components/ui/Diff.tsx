import type { FieldChange, Scalar } from '../../policy/action.ts'
import './diff.css'
import { FlaggedText } from './FlaggedText.tsx'
import { formatNumber, t } from './words.ts'

/** Before and after of each field, readable without scrolling sideways: columns where there is room, else stacked. */
export function Diff({ fields }: { readonly fields: readonly FieldChange[] }) {
  if (fields.length === 0) return <p className="ui-diff-none">{t('diff.none')}</p>
  return (
    <ul className="ui-diff">
      {fields.map((field) => (
        <li key={field.name} className="ui-diff-row">
          <p className="ui-diff-label">
            <FlaggedText text={field.label || field.name} />
          </p>
          <div className="ui-diff-before">
            <span className="ui-diff-side">{t('diff.before')}</span>
            {field.beforeKnown ? <Value value={field.before} /> : <em>{t('diff.unknown')}</em>}
          </div>
          <div className="ui-diff-after">
            <span className="ui-diff-side">{t('diff.after')}</span>
            <div>
              <Value value={field.after} />
              <Delta field={field} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

function Value({ value }: { readonly value: Scalar }) {
  if (value === null || value === '') return <em>{t('diff.empty')}</em>
  if (typeof value === 'number') return <span className="ui-diff-number">{formatNumber(value)}</span>
  if (typeof value === 'boolean') return <span>{t(value ? 'diff.yes' : 'diff.no')}</span>
  return <FlaggedText text={value} />
}

function Delta({ field }: { readonly field: FieldChange }) {
  const { before, after, beforeKnown } = field
  if (!beforeKnown || typeof before !== 'number' || typeof after !== 'number' || before === after) return null
  const amount = formatNumber(Math.abs(after - before), { maximumFractionDigits: 6 })
  return (
    <span className="ui-diff-delta">
      {t(after > before ? 'diff.delta-up' : 'diff.delta-down', { amount })}
    </span>
  )
}
