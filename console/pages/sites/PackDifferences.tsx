import { FlaggedText } from '../../../components/ui/FlaggedText.tsx'
import { t } from '../../../components/ui/words.ts'
import { packDifferences } from './pack-differences.ts'

const mostShown = 200

/** What changes, value by value. */
export function PackDifferences({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const found = packDifferences(before, after)
  if (found.length === 0) return <p>{t('sites.same')}</p>
  return (
    <>
      <dl className="site-differences">
        {found.slice(0, mostShown).map(({ place, before: was, after: is }) => (
          <div key={place.join('/')}>
            <dt>
              <code>{place.join(' › ')}</code>
            </dt>
            <dd>
              {was !== null && (
                <del>
                  <FlaggedText text={was} />
                </del>
              )}{' '}
              {is !== null && (
                <ins>
                  <FlaggedText text={is} />
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {found.length > mostShown && <p>{t('sites.more-differences', { count: found.length - mostShown })}</p>}
    </>
  )
}
