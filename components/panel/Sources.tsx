import type { Explanation } from '../../policy/explanation.ts'
import { FlaggedText } from '../ui/FlaggedText.tsx'
import { t } from '../ui/words.ts'
import { safeLink } from './safe-link.ts'

export function Sources({ sources }: { readonly sources: Explanation['sources'] }) {
  if (sources.length === 0) return <p className="panel-soft">{t('explanation.no-sources')}</p>
  return (
    <ul className="sources">
      {sources.map((source, index) => {
        const link = safeLink(source.url)
        const name = <FlaggedText text={source.name} />
        return (
          <li key={index}>
            {link === null ? (
              name
            ) : (
              <a href={link} target="_blank" rel="noopener noreferrer">
                {name}
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
