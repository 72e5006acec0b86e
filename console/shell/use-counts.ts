import type { Session } from '../../protocol/http/session.ts'
import type { Answer } from '../call.ts'
import { client } from '../client.ts'
import { useResource } from '../use-resource.ts'

/** What waits for this person, by area of the navigation. A count that cannot be read is left out, not guessed. */
export function useCounts(session: Session): Readonly<Record<string, number>> {
  const decides = session.roles.some((role) => role !== 'rep')
  const approvals = useResource(
    'count',
    async () => countOf(await client.approvals({ limit: 1 }), 'toDecide'),
    ['approvals'],
  )
  const register = useResource('count', async () => countOf(await client.register(), 'unbound'), ['policy'])
  const isAdmin = session.roles.includes('admin')
  return { approvals: decides ? (approvals.value ?? 0) : 0, register: isAdmin ? (register.value ?? 0) : 0 }
}

function countOf<Name extends string>(
  answer: Answer<Readonly<Record<Name, number>>>,
  name: Name,
): Answer<number> {
  return answer.ok ? { ok: true, value: answer.value[name] } : answer
}
