import { useCallback, useEffect, useRef, useState } from 'react'
import type { Answer, Failure } from './call.ts'
import { onChange, type Topic } from './live.ts'

/** `value` stays while it is read again, so a live list does not flicker; `failure` is of the last attempt. */
export interface Resource<Value> {
  readonly value: Value | null
  readonly failure: Failure | null
  readonly loading: boolean
  readonly reload: () => void
  readonly replace: (value: Value) => void
}

const none: readonly Topic[] = []

/** Reads `load()` whenever `key` changes and on each change of `topics`. An answer to an older question is dropped. */
export function useResource<Value>(
  key: string,
  load: () => Promise<Answer<Value>>,
  topics: readonly Topic[] = none,
): Resource<Value> {
  const [state, setState] = useState<{ key: string; value: Value | null; failure: Failure | null }>()
  const loadNow = useRef(load)
  useEffect(() => {
    loadNow.current = load
  })
  const asked = useRef(0)
  const forget = useCallback(() => void asked.current++, [])

  const reload = useCallback(() => {
    const question = ++asked.current
    void loadNow.current().then((answer) => {
      if (question !== asked.current) return
      setState((before) => {
        if (answer.ok) return { key, value: answer.value, failure: null }
        return { key, value: before?.key === key ? before.value : null, failure: answer.failure }
      })
    })
  }, [key])

  const replace = useCallback(
    (value: Value) => {
      asked.current++
      setState({ key, value, failure: null })
    },
    [key],
  )

  useEffect(() => {
    reload()
    return forget
  }, [reload, forget])
  useEffect(() => (topics.length > 0 ? onChange(topics, reload) : undefined), [topics, reload])

  const current = state?.key === key ? state : null
  return {
    value: current?.value ?? null,
    failure: current?.failure ?? null,
    loading: current === null,
    reload,
    replace,
  }
}
