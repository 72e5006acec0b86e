import type { Match } from '../../policy/decision.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { FlaggedText } from '../ui/FlaggedText.tsx'
import { t } from '../ui/words.ts'

/** The exact words found, and the approved wording to use instead where there is one (F30). */
export function Matches({ matches }: { readonly matches: readonly Match[] }) {
  if (matches.length === 0) return null
  return (
    <ul className="matches">
      {matches.map((match) => (
        <li key={`${match.part}:${match.start}`} className="match">
          <p>
            <span className="match-label">{t('match.found', { part: match.part })}</span>
            <q className="match-text">
              <FlaggedText text={match.text} />
            </q>
          </p>
          {match.approved === '' ? (
            <p className="match-label">{t('match.no-approved')}</p>
          ) : (
            <div className="match-approved">
              <p>
                <span className="match-label">{t('match.approved')}</span>
                <span>{match.approved}</span>
              </p>
              <CopyButton text={match.approved} what={match.approved} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
