import { useCallback, useEffect, useRef, useState } from 'react'
import type { AuditQuery, RecordedEvent } from '../../../protocol/http/audit.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'

interface AuditState {
  readonly key: string
  readonly items: readonly RecordedEvent[]
  readonly next: string | null
  readonly failure: Failure | null
}

/** Events page by page. A new filter starts again; an answer to an older one is dropped. */
export function useAudit(filter: AuditQuery) {
  const key = JSON.stringify(filter)
  const [state, setState] = useState<AuditState | null>(null)
  const [reading, setReading] = useState(true)
  const asked = useRef(0)

  const read = useCallback(
    async (cursor: string | null, before: readonly RecordedEvent[]) => {
      const question = ++asked.current
      setReading(true)
      const query: AuditQuery = { ...JSON.parse(key), limit: 50 }
      const answer = await client.audit(cursor ? { ...query, cursor } : query)
      if (question !== asked.current) return
      setReading(false)
      if (answer.ok)
        setState({ key, items: [...before, ...answer.value.items], next: answer.value.next, failure: null })
      else setState({ key, items: before, next: cursor, failure: answer.failure })
    },
    [key],
  )

  useEffect(() => {
    void read(null, [])
    return () => void asked.current++
  }, [read])

  const shown = state?.key === key ? state : null
  return {
    items: shown?.items ?? [],
    failure: shown?.failure ?? null,
    hasMore: shown?.next != null,
    reading,
    isFirst: shown === null,
    more: () => void read(shown?.next ?? null, shown?.items ?? []),
    again: () => void read(null, []),
  }
}
