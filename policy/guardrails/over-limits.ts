import type { ReasonCode } from '../decision.ts'
import type { Finding } from '../finding.ts'

/** The finding for what could not be read: the rule counts as matching, but nothing unread is refused for good. */
export function unreadable(fact: string, { obligation }: Pick<Finding, 'obligation'>): Finding {
  return { code: 'UNREADABLE', params: { fact }, ...(obligation && { obligation }) }
}

/** Above `soft` it makes the demand, above `hard` it is refused. Equal to a limit is inside it. */
export function overLimits(
  value: number,
  [soft, hard = Infinity]: readonly [soft: number, hard?: number | undefined],
  found: {
    readonly code: ReasonCode
    readonly fact: string
    readonly params?: Finding['params']
    readonly demand: Pick<Finding, 'obligation' | 'refuse'>
  },
): Finding | null {
  const isHard = value > hard
  const limit = isHard ? hard : soft
  if (value <= limit) return null
  return {
    code: found.code,
    params: { ...found.params, value, limit },
    change: { fact: found.fact, to: limit },
    ...(isHard ? { refuse: true } : found.demand),
  }
}
