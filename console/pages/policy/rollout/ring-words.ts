import { formatLength, formatPercent, t } from '../../../../components/ui/words.ts'
import type { RolloutPlan } from '../../../../protocol/http/rollouts.ts'

export function ringWords({
  group,
  share,
}: {
  readonly group: string | null
  readonly share: number
}): string {
  return group === null ? formatPercent(share / 100) : t('rollout.group', { group })
}

/** How a publication will reach the fleet, in one sentence. */
export function planWords({ group, shares, hours }: RolloutPlan): string {
  const rings = [
    ...(group === null ? [] : [{ group, share: 0 }]),
    ...shares.map((share) => ({ group: null, share })),
  ]
  const words = [...rings.map(ringWords), t('rollout.everybody')].join(' → ')
  return hours === null
    ? t('rollout.plan.words', { rings: words })
    : t('rollout.plan.words-hours', { rings: words, each: formatLength(hours * 3_600_000) })
}
