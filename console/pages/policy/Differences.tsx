import { FlaggedText } from '../../../components/ui/FlaggedText.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Difference } from './differences.ts'

const tones = { added: 'ok', removed: 'danger', changed: 'accent' } as const

/** What would change, by name; each changed part with its members before and after. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) return <p>{t('difference.none')}</p>
  return (
    <ul className="differences">
      {differences.map((difference, index) => (
        <li key={index}>
          <p className="difference-head">
            <StateBadge state={t(`difference.${difference.change}`)} tone={tones[difference.change]} />
            <span>
              {t(`difference.part.${difference.part}`)}{' '}
              {difference.part === 'setting' ? (
                t(`difference.setting.${difference.name}`)
              ) : (
                <FlaggedText text={difference.name} />
              )}
            </span>
          </p>
          {difference.members.length > 0 && (
            <dl className="difference-members">
              {difference.members.map((member) => (
                <div key={member.name}>
                  <dt>
                    {member.name ? (
                      <code>{member.name}</code>
                    ) : (
                      <span className="ui-hidden">{t('difference.value')}</span>
                    )}
                  </dt>
                  <dd>
                    <del>{member.before ? <FlaggedText text={member.before} /> : t('diff.empty')}</del>{' '}
                    <ins>{member.after ? <FlaggedText text={member.after} /> : t('diff.empty')}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  )
}
