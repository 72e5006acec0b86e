import type { Session } from '../../protocol/http/session.ts'
import type { Answer } from '../call.ts'
import { client } from '../client.ts'
import { useResource } from '../use-resource.ts'

/** What waits for this person, by area of the navigation. A count that cannot be read is left out, not guessed. */
export function useCounts(session: Session): Readonly<Record<string, number>> {
  const decides = session.roles.some((role) => role !== 'rep')
  const approvals = useResource(
    'count',
    async () => numberOf(await client.approvals({ limit: 1 }), ({ toDecide }) => toDecide),
    ['approvals'],
  )
  const escalations = useResource(
    'count',
    async () => numberOf(await client.escalations({ limit: 1 }), ({ toAnswer }) => toAnswer),
    ['escalations'],
  )
  const register = useResource(
    'count',
    async () => numberOf(await client.register(), ({ unbound }) => unbound),
    ['policy'],
  )
  const kills = useResource(
    `kills ${decides}`,
    async () => (decides ? numberOf(await client.kills(), ({ killed }) => killed.length) : none),
    ['kills'],
  )
  const isAdmin = session.roles.includes('admin')
  return {
    stop: kills.value ?? 0,
    approvals: decides ? (approvals.value ?? 0) : 0,
    escalations: decides ? (escalations.value ?? 0) : 0,
    register: isAdmin ? (register.value ?? 0) : 0,
  }
}

const none: Answer<number> = { ok: true, value: 0 }

function numberOf<Value>(answer: Answer<Value>, read: (value: Value) => number): Answer<number> {
  return answer.ok ? { ok: true, value: read(answer.value) } : answer
}
