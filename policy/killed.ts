import type { Action } from './action.ts'
import type { Facts } from './facts.ts'

/**
 * Whether a kill reaches this action (S121): the tenant, the integration (site), the campaign (a record), or the agent.
 * A kill of an agent stops what is scripted, `agent:*` all of it; it does not stop a person's own gesture.
 */
export function isKilled(
  killed: readonly string[],
  action: Action,
  facts: Pick<Facts, 'suggestion'>,
): boolean {
  const { record } = action
  return killed.some(
    (scope) =>
      scope === 'tenant' ||
      scope === `integration:${action.site}` ||
      record?.ids.some((id) => scope === `campaign:${record.type}/${id}`) ||
      (action.actor !== 'person' && (scope === 'agent:*' || scope === `agent:${facts.suggestion?.model}`)),
  )
}
