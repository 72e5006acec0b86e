import { Card } from '../../../../components/ui/Card.tsx'
import { StateBadge } from '../../../../components/ui/StateBadge.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { formatDate, formatNumber, formatRelative, t } from '../../../../components/ui/words.ts'
import type { Rollout } from '../../../../protocol/http/rollouts.ts'
import './rollout.css'
import { RolloutActions } from './RolloutActions.tsx'
import { RolloutRings } from './RolloutRings.tsx'

interface RolloutCardProps {
  readonly rollout: Rollout
  readonly edits: boolean
  readonly onChanged: (rollout: Rollout | null) => void
}

const tones = {
  running: 'accent',
  halted: 'danger',
  done: 'ok',
  returned: 'plain',
  superseded: 'plain',
} as const

/** How far a version has come, what it does where it runs, and what a person can do about it. */
export function RolloutCard({ rollout, edits, onChanged }: RolloutCardProps) {
  const { state, version, others, halt, closedAt } = rollout
  const isOpen = state === 'running' || state === 'halted'
  return (
    <Card
      title={
        <span className="rollout-title">
          {t('rollout.title', { version })}{' '}
          <StateBadge state={t(`rollout.state.${state}`)} tone={tones[state]} />
        </span>
      }
      text={isOpen ? whenWords(rollout) : t('rollout.ended', { at: formatDate(closedAt ?? ''), others })}
      actions={edits && isOpen && <RolloutActions rollout={rollout} onChanged={onChanged} />}
    >
      <div className="rollout">
        {halt && state === 'halted' && (
          <Notice
            kind="error"
            title={t(halt.by ? 'rollout.halted-by' : 'rollout.halted-itself', { name: halt.by?.name ?? '' })}
          >
            <p>
              <bdi>{halt.reason}</bdi>
            </p>
            {halt.cause && (
              <p className="rollout-chance">
                {t('rollout.chance', {
                  chance: oneIn(halt.cause.chance),
                  level: oneIn(halt.cause.level),
                })}
              </p>
            )}
          </Notice>
        )}
        <RolloutRings rollout={rollout} />
        {rollout.accepted.length > 0 && isOpen && (
          <p className="rule-scope">
            {t('rollout.accepted', {
              measures: rollout.accepted.map((measure) => t(`rollout.measure.${measure}`)).join(', '),
            })}
          </p>
        )}
      </div>
    </Card>
  )
}

function whenWords({ startedBy, startedAt, nextAt, isWaiting, others, state }: Rollout): string {
  const begun = t('rollout.begun', {
    ...{ by: startedBy?.name ?? t('version.starter'), at: formatDate(startedAt), others },
  })
  if (state === 'halted') return begun
  if (isWaiting) return `${begun} ${t('rollout.waiting')}`
  return `${begun} ${nextAt === null ? t('rollout.by-hand') : t('rollout.next', { at: formatRelative(nextAt) })}`
}

/** A chance as people say it: one in so many. */
function oneIn(chance: number): string {
  const many = chance > 0 ? Math.round(1 / chance) : Infinity
  return many > 1_000_000_000 ? t('rollout.one-in-more') : t('rollout.one-in', { many: formatNumber(many) })
}
