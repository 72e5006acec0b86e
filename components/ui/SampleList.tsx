import './sample-list.css'
import { Button } from './Button.tsx'
import { FlaggedText } from './FlaggedText.tsx'
import { t } from './words.ts'

export interface SampleListProps {
  readonly items: readonly string[]
  /** Shown at once; the rest is in the download. */
  readonly shown?: number
  readonly fileName: string
}

/** A long list as a sample with everything to download, so that 5,000 entries stay readable (F32). */
export function SampleList({ items, shown = 8, fileName }: SampleListProps) {
  return (
    <div className="ui-sample">
      <ul className="ui-sample-items">
        {items.slice(0, shown).map((item, index) => (
          <li key={index}>
            <FlaggedText text={item} />
          </li>
        ))}
        {items.length > shown && (
          <li className="ui-sample-more">{t('sample.more', { count: items.length - shown })}</li>
        )}
      </ul>
      {items.length > shown && (
        <Button variant="quiet" size="small" onClick={() => download(fileName, items.join('\n'))}>
          {t('sample.download', { count: items.length })}
        </Button>
      )}
    </div>
  )
}

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName })
  link.click()
  // The browser reads the blob after this task, so it is released later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
