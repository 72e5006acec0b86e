import './badge.css'
import { hasWords, t } from './words.ts'

type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'danger'
const tones: Readonly<Record<string, Tone>> = {
  waiting: 'warn',
  ready: 'accent',
  running: 'accent',
  done: 'ok',
  failed: 'danger',
  refused: 'danger',
  pending: 'warn',
  approved: 'ok',
  denied: 'danger',
  expired: 'danger',
  lapsed: 'danger',
  revoked: 'danger',
}

/** State of a hold, an approval request or anything whose words are under `state.<state>`. */
export function StateBadge({ state, tone }: { readonly state: string; readonly tone?: Tone }) {
  return (
    <span className={`ui-state ui-state-${tone ?? tones[state] ?? 'plain'}`}>
      {hasWords(`state.${state}`) ? t(`state.${state}`) : state}
    </span>
  )
}
