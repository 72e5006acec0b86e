import './badge.css'
import { t } from './words.ts'

/** The tier in words; the four bars only repeat it. */
export function TierBadge({ tier }: { readonly tier: number | null }) {
  return (
    <span className={`ui-tier ui-tier-${tier ?? 'none'}`}>
      <span className="ui-tier-bars" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <i key={step} className={tier !== null && step <= tier ? 'is-on' : ''} />
        ))}
      </span>
      <span className="ui-hidden">{t('tier.label')}: </span>
      {t(tier === null ? 'tier.none' : `tier.${tier}`)}
    </span>
  )
}
