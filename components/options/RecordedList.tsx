import { Card } from '../ui/Card.tsx'
import { t } from '../ui/words.ts'

const recorded = [1, 2, 3, 4]
const notRecorded = [1, 2]

/** Plainly, what this extension writes down about the person who uses it. */
export function RecordedList() {
  return (
    <Card title={t('options.recorded')}>
      <div className="options-stack">
        <p>{t('options.recorded-text')}</p>
        <ul className="options-list">
          {recorded.map((number) => (
            <li key={number}>{t(`options.recorded.${number}`)}</li>
          ))}
        </ul>
        <h3>{t('options.not-recorded')}</h3>
        <ul className="options-list">
          {notRecorded.map((number) => (
            <li key={number}>{t(`options.not-recorded.${number}`)}</li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
