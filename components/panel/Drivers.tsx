import type { Explanation } from '../../policy/explanation.ts'
import { FlaggedText } from '../ui/FlaggedText.tsx'
import { Icon } from '../ui/Icon.tsx'
import { formatPercent, t } from '../ui/words.ts'

/** The heaviest first; direction and weight in words, the bar only repeats them. */
export function Drivers({ drivers }: { readonly drivers: Explanation['drivers'] }) {
  if (drivers.length === 0) return <p className="panel-soft">{t('explanation.no-drivers')}</p>
  return (
    <ul className="drivers">
      {drivers
        .toSorted((left, right) => right.weight - left.weight)
        .map((driver, index) => (
          <li key={index} className={`driver driver-${driver.direction}`}>
            <span className="driver-name">
              <FlaggedText text={driver.name} />
            </span>
            <span className="driver-words">
              <Icon name={driver.direction === 'raises' ? 'up' : 'down'} />
              {t(`driver.${driver.direction}`, { weight: formatPercent(driver.weight) })}
            </span>
            <span className="driver-bar" aria-hidden="true">
              <i style={{ inlineSize: `${driver.weight * 100}%` }} />
            </span>
          </li>
        ))}
    </ul>
  )
}
