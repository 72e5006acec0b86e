import type { Action, Scalar } from '../../../policy/action.ts'
import { FlaggedText } from '../../../components/ui/FlaggedText.tsx'
import { Icon } from '../../../components/ui/Icon.tsx'
import { formatNumber, t } from '../../../components/ui/words.ts'

/** One line that tells requests apart in the list: the first change, then how much more there is. */
export function ActionSummary({ action }: { readonly action: Action }) {
  const [first] = action.fields
  const more = [
    action.fields.length > 1 && t('summary.more-fields', { count: action.fields.length - 1 }),
    action.recipients.length > 0 && t('action.recipients-count', { count: action.recipients.length }),
    action.record &&
      action.record.ids.length > 1 &&
      t('summary.records', { count: action.record.ids.length }),
  ].filter((words) => typeof words === 'string')
  return (
    <span className="summary">
      {first && (
        <span className="summary-change">
          <FlaggedText text={first.label || first.name} />{' '}
          {first.beforeKnown && <Short value={first.before} />}
          <Icon name="arrow" />
          <span className="ui-hidden"> {t('summary.becomes')} </span>
          <Short value={first.after} />
        </span>
      )}
      {more.length > 0 && <span className="summary-more">{more.join(' · ')}</span>}
      {!first && more.length === 0 && <bdi>{action.operation}</bdi>}
    </span>
  )
}

/** Cut to one line by the style sheet alone; the text itself is whole and the detail shows all of it. */
function Short({ value }: { readonly value: Scalar }) {
  if (value === null || value === '') return <em>{t('diff.empty')}</em>
  if (typeof value === 'number') return <span>{formatNumber(value)}</span>
  if (typeof value === 'boolean') return <span>{t(value ? 'diff.yes' : 'diff.no')}</span>
  return <FlaggedText text={value} />
}
