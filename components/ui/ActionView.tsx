import type { Action } from '../../policy/action.ts'
import './action-view.css'
import { Diff } from './Diff.tsx'
import { flagText } from './flag-text.ts'
import { FlaggedText } from './FlaggedText.tsx'
import { Notice } from './Notice.tsx'
import { SampleList } from './SampleList.tsx'
import { formatPercent, t } from './words.ts'

/** Exactly what would be done: the same for the rep and for the approver (F45). */
export function ActionView({ action }: { readonly action: Action }) {
  const { record, fields, recipients, content, volume, unreadable, assisted } = action
  return (
    <div className="ui-action">
      {isFlagged(action) && <Notice kind="warn">{t('flag.notice')}</Notice>}
      {unreadable.length > 0 && (
        <Notice kind="warn">{t('action.unreadable', { names: unreadable.join(', ') })}</Notice>
      )}
      {record && record.ids.length > 0 && (
        <div className={record.ids.length === 1 ? 'ui-action-line' : 'ui-action-part'}>
          <p>{t('action.records', { count: record.ids.length, type: record.type })}</p>
          <SampleList items={record.ids} fileName="records.txt" />
        </div>
      )}
      {volume !== null && <p>{t('action.volume', { count: volume })}</p>}
      {(fields.length > 0 || (recipients.length === 0 && content.length === 0)) && <Diff fields={fields} />}
      {recipients.length > 0 && (
        <div className="ui-action-part">
          <h3>{t('action.recipients-count', { count: recipients.length })}</h3>
          <SampleList items={recipients} fileName="recipients.txt" />
        </div>
      )}
      {assisted && (
        <p className="ui-action-line">
          {t('action.assisted', {
            parts: assisted
              .map(({ name, changed }) =>
                t('action.assisted-part', {
                  name: labelOf(action, name),
                  changed: formatPercent(changed),
                }),
              )
              .join(', '),
          })}
        </p>
      )}
      {content.map((part) => (
        <div key={part.name} className="ui-action-part">
          <h3>
            <FlaggedText text={part.name} />
          </h3>
          <p className="ui-action-content">
            <FlaggedText text={part.text} />
          </p>
        </div>
      ))}
    </div>
  )
}

function labelOf({ fields }: Action, name: string): string {
  return fields.find((field) => field.name === name)?.label || name
}

function isFlagged({ fields, recipients, content }: Action): boolean {
  const texts = [
    ...fields.flatMap((field) => [field.label, field.before, field.after]),
    ...recipients,
    ...content.map((part) => part.text),
  ]
  return texts.some((text) => typeof text === 'string' && flagText(text).some((part) => part.flag !== null))
}
