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
  const [busy, setBusy] = useState(false)
  const asked = useRef(0)
  const forget = useCallback(() => void asked.current++, [])

  const read = useCallback(
    (cursor: string | null, before: readonly RecordedEvent[]) => {
      const question = ++asked.current
      const query: AuditQuery = { ...JSON.parse(key), limit: 50 }
      return client.audit(cursor ? { ...query, cursor } : query).then((answer) => {
        if (question !== asked.current) return
        if (answer.ok)
          setState({ key, items: [...before, ...answer.value.items], next: answer.value.next, failure: null })
        else setState({ key, items: before, next: cursor, failure: answer.failure })
      })
    },
    [key],
  )

  useEffect(() => {
    void read(null, [])
    return forget
  }, [read, forget])

  const shown = state?.key === key ? state : null
  const readNow = async (cursor: string | null, before: readonly RecordedEvent[]) => {
    setBusy(true)
    await read(cursor, before)
    setBusy(false)
  }
  return {
    items: shown?.items ?? [],
    failure: shown?.failure ?? null,
    hasMore: shown !== null && shown.next !== null,
    isBusy: busy,
    isFirst: shown === null,
    more: () => void readNow(shown?.next ?? null, shown?.items ?? []),
    again: () => void readNow(null, []),
  }
}
