import { useEffect, useRef } from 'react'
import {
  approvalScopes,
  approvalStates,
  type ApprovalList,
  type ApprovalScope,
} from '../../../protocol/http/approvals.ts'
import type { Session } from '../../../protocol/http/session.ts'
import { client } from '../../client.ts'
import { goTo, pathTo, type Place } from '../../router.ts'
import { useResource, type Resource } from '../../use-resource.ts'

export type Inbox = ReturnType<typeof useInbox>

const listLimit = 200

/** The list that the address asks for, and the way through it. */
export function useInbox(session: Session, place: Place, selected: string | null) {
  const decides = session.roles.some((role) => role !== 'rep')
  const standard: ApprovalScope = decides ? 'to-decide' : 'mine'
  const scope = (decides && approvalScopes.find((each) => each === place.query.get('scope'))) || standard
  const state =
    scope === 'to-decide' ? null : (approvalStates.find((each) => each === place.query.get('state')) ?? null)
  const list = useResource(
    `${scope} ${state}`,
    () => client.approvals({ scope, limit: listLimit, ...(state ? { state } : {}) }),
    ['approvals'],
  )

  const query = (changed: Readonly<Record<string, string | null>>) => ({
    scope: scope === standard ? null : scope,
    state,
    ...changed,
  })
  const linkTo = (id: string) => pathTo(`/approvals/${encodeURIComponent(id)}`, query({}))
  const step = useStep(list, selected, (id) => goTo(linkTo(id), 'replace'))
  return {
    decides,
    scope,
    state,
    list,
    linkTo,
    listPath: pathTo('/approvals', query({})),
    step,
    show: (changed: Readonly<Record<string, string | null>>) => goTo(pathTo('/approvals', query(changed))),
  }
}

/** Moves by one. A decided request leaves the list; the place where it stood is kept, so that `j` goes on from there. */
function useStep(list: Resource<ApprovalList>, selected: string | null, open: (id: string) => void) {
  const stood = useRef(0)
  const items = list.value?.items ?? []
  const at = items.findIndex((item) => item.id === selected)
  useEffect(() => {
    if (at >= 0) stood.current = at
  }, [at])
  return (by: 1 | -1) => {
    const gone = at < 0 && selected !== null
    const next = at >= 0 ? at + by : gone && by === 1 ? stood.current : gone ? stood.current - 1 : 0
    const item = items[Math.min(Math.max(next, 0), items.length - 1)]
    if (item) open(item.id)
  }
}
