import { FlaggedText } from '../../../components/ui/FlaggedText.tsx'
import { t } from '../../../components/ui/words.ts'
import { differingMembers } from './differences.ts'
import type { Overlap, Side } from './merge-policies.ts'
import './overlaps.css'

interface OverlapListProps {
  readonly overlaps: readonly Overlap[]
  readonly name: string
  readonly chosen: Readonly<Record<string, Side>>
  readonly onChoose: (key: string, side: Side) => void
}

/** What both changed, side by side with what it was; one of the two is chosen, for each on its own. */
export function OverlapList({ overlaps, name, chosen, onChoose }: OverlapListProps) {
  return (
    <ul className="overlaps">
      {overlaps.map((overlap) => (
        <li key={overlap.key}>
          <fieldset>
            <legend>
              {t(`overlap.part.${overlap.member.trim()}`)} <bdi>{overlap.id}</bdi>
            </legend>
            <div className="overlap-sides">
              {(['mine', 'theirs'] as const).map((side) => (
                <label key={side} className="overlap-side">
                  <span className="overlap-name">
                    <input
                      type="radio"
                      name={overlap.key}
                      checked={chosen[overlap.key] === side}
                      onChange={() => onChoose(overlap.key, side)}
                    />
                    {side === 'mine' ? t('overlap.mine') : t('overlap.theirs', { name })}
                  </span>
                  <Change base={overlap.base} now={overlap[side]} />
                </label>
              ))}
            </div>
          </fieldset>
        </li>
      ))}
    </ul>
  )
}

/** What one side made of what both began with. */
function Change({ base, now }: { readonly base: unknown; readonly now: unknown }) {
  if (now === undefined) return <p>{t('overlap.removed')}</p>
  return (
    <dl className="difference-members">
      {differingMembers(base ?? {}, now).map(({ name, before, after }) => (
        <div key={name}>
          <dt>{name ? <code>{name}</code> : <span className="ui-hidden">{t('difference.value')}</span>}</dt>
          <dd>
            <del>{before ? <FlaggedText text={before} /> : t('diff.empty')}</del>{' '}
            <ins>{after ? <FlaggedText text={after} /> : t('diff.empty')}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
