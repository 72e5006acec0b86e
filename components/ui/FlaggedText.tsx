import { codePointName, flagText } from './flag-text.ts'
import './flagged-text.css'
import { t } from './words.ts'

/** Text that came from a page, as it is, with hidden and look-alike characters marked. Never cut, never HTML. */
export function FlaggedText({ text }: { readonly text: string }) {
  return (
    <bdi className="ui-flagged">
      {flagText(text).map((part, index) => {
        if (part.flag === null) return part.text
        const words =
          part.flag === 'hidden' ? t('flag.hidden', { code: codePointName(part.text) }) : t('flag.mixed')
        return (
          <mark key={index} className="ui-flag" title={words}>
            {part.flag === 'hidden' ? codePointName(part.text) : part.text}
            <span className="ui-hidden"> ({words})</span>
          </mark>
        )
      })}
    </bdi>
  )
}
