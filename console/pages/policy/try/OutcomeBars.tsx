import { outcomes } from '../../../../backtest/outcome.ts'
import type { Compared } from '../../../../backtest/report.ts'
import { formatNumber, t } from '../../../../components/ui/words.ts'

/** Now and under the draft, side by side; a bar is as long as its share of all. The numbers stand beside them. */
export function OutcomeBars({ all }: { readonly all: Compared }) {
  const most = Math.max(1, ...Object.values(all.now), ...Object.values(all.draft), all.unknowable)
  const shown = outcomes.toReversed()
  return (
    <table className="try-bars">
      <caption className="ui-hidden">{t('try.bars')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('try.outcome')}</th>
          <th scope="col">{t('try.now')}</th>
          <th scope="col">{t('try.draft')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((outcome) => (
          <tr key={outcome} data-outcome={outcome}>
            <th scope="row">{t(`try.outcome.${outcome}`)}</th>
            <td>
              <Bar count={all.now[outcome]} most={most} />
            </td>
            <td>
              <Bar count={all.draft[outcome]} most={most} />
            </td>
          </tr>
        ))}
        {all.unknowable > 0 && (
          <tr data-outcome="unknowable">
            <th scope="row">{t('try.outcome.unknowable')}</th>
            <td colSpan={2}>
              <Bar count={all.unknowable} most={most * 2} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

function Bar({ count, most }: { readonly count: number; readonly most: number }) {
  return (
    <span className="try-bar">
      <span className="try-bar-track" aria-hidden="true">
        <span className="try-bar-fill" style={{ inlineSize: `${(count / most) * 100}%` }} />
      </span>
      <span className="try-bar-count">{formatNumber(count)}</span>
    </span>
  )
}
