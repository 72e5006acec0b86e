import { Notice } from '../../../components/ui/Notice.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Policy } from '../../../policy/bundle.ts'
import type { Loosening } from '../../../policy/loosening.ts'
import { looseningWords } from './loosening-words.ts'

const shownAtOnce = 8

interface LooseningsProps {
  readonly loosenings: readonly Loosening[]
  readonly policies: readonly Policy[]
  /** Of two versions of the past instead of a change to come. */
  readonly isPast?: boolean
}

/** What would be permitted that is not now: the reason a second person is asked. */
export function Loosenings({ loosenings, policies, isPast = false }: LooseningsProps) {
  if (loosenings.length === 0)
    return <Notice kind="ok">{t(isPast ? 'loosening.past.none' : 'loosening.none')}</Notice>
  const sentences = [...new Set(loosenings.map((one) => looseningWords(one, policies)))]
  const rest = sentences.slice(shownAtOnce)
  const list = (some: readonly string[]) => (
    <ul className="loosenings">
      {some.map((sentence) => (
        <li key={sentence}>
          <bdi>{sentence}</bdi>
        </li>
      ))}
    </ul>
  )
  return (
    <Notice kind="warn" title={t(isPast ? 'loosening.past' : 'loosening.title', { count: sentences.length })}>
      {list(sentences.slice(0, shownAtOnce))}
      {rest.length > 0 && (
        <details>
          <summary>{t('loosening.more', { count: rest.length })}</summary>
          {list(rest)}
        </details>
      )}
    </Notice>
  )
}
