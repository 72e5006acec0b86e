import { formatNumber, t } from '../../../../components/ui/words.ts'
import type { RuleLearning } from '../../../../protocol/http/learning.ts'

const most = 5

/** The digest of the period: what was said most often, over all rules. */
export function TopReasons({ rules }: { readonly rules: readonly RuleLearning[] }) {
  const top = rules
    .flatMap(({ name, reasons }) => reasons.map((reason) => ({ ...reason, name })))
    .toSorted((left, right) => right.count - left.count)
    .slice(0, most)
  if (top.length === 0) return null
  return (
    <section className="learning-digest" aria-labelledby="learning-digest">
      <h2 id="learning-digest">{t('learning.digest')}</h2>
      <ol>
        {top.map(({ name, code, label, count }) => (
          <li key={`${name} ${code}`}>
            <b>{formatNumber(count)}</b>{' '}
            <span>
              <bdi>{label}</bdi>
              <small>
                <bdi>{name}</bdi>
              </small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
