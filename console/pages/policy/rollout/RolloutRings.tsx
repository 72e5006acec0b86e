import { formatNumber, formatPercent, t } from '../../../../components/ui/words.ts'
import type { Rollout, RolloutRing } from '../../../../protocol/http/rollouts.ts'
import { ringWords } from './ring-words.ts'

interface Row extends RolloutRing {
  readonly name: string
  readonly isIn: boolean
}

/** One bar of the fleet, ring by ring, and under it what each ring did: those who joined against those who did not. */
export function RolloutRings({ rollout }: { readonly rollout: Rollout }) {
  const { rings, rest, ring, state } = rollout
  const isEverybody = state === 'done'
  const rows: Row[] = [
    ...rings.map((each, index) => ({ ...each, name: ringWords(each), isIn: isEverybody || index <= ring })),
    { ...rest, name: t('rollout.everybody'), isIn: isEverybody },
  ]
  const all = Math.max(
    1,
    rows.reduce((sum, { devices }) => sum + devices, 0),
  )
  return (
    <>
      <div className="rollout-bar" aria-hidden="true">
        {rows
          .filter(({ devices }) => devices > 0)
          .map(({ name, isIn, devices, current }) => (
            <span key={name} data-in={isIn} style={{ flexGrow: devices / all }}>
              <i style={{ inlineSize: `${(100 * current) / devices}%` }} />
            </span>
          ))}
      </div>
      <div className="rollout-scroll">
        <table className="rollout-rings">
          <caption className="ui-hidden">{t('rollout.rings')}</caption>
          <thead>
            <tr>
              {(['ring', 'runs', 'devices', 'decisions', 'stopped', 'overrides', 'failing'] as const).map(
                (column) => (
                  <th key={column} scope="col">
                    {t(`rollout.column.${column}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} data-in={row.isIn}>
                <th scope="row">
                  <bdi>{row.name}</bdi>
                </th>
                <td>{t('version.number', { version: row.isIn ? rollout.version : rollout.others })}</td>
                <td>
                  {t('rollout.of', { part: formatNumber(row.current), all: formatNumber(row.devices) })}
                </td>
                <td>{formatNumber(row.decisions)}</td>
                <td>{shareOf(row.stopped, row.decisions)}</td>
                <td>{shareOf(row.overrides, row.decisions)}</td>
                <td>{shareOf(row.failing, row.devices)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function shareOf(part: number, all: number): string {
  return all === 0 ? formatNumber(part) : `${formatNumber(part)} (${formatPercent(part / all)})`
}
