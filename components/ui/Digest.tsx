import './digest.css'
import { t } from './words.ts'

/** Short form of an action's digest; the whole one is in the title and is what a copy takes. */
export function Digest({ digest }: { readonly digest: string }) {
  return (
    <span className="ui-digest" title={`${t('action.digest-hint')}\n${digest}`}>
      <span>{t('action.digest')}</span>
      <code data-digest={digest}>
        {digest.slice(0, 8)} {digest.slice(8, 16)}
      </code>
    </span>
  )
}
