import { useEffect, useState } from 'react'
import type { Finding } from '../../../protocol/http/policy.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { scanJson, type ScannedJson } from './json-lines.ts'

/** `checked` is the text the findings belong to: they are never shown for another one. */
export interface Checked {
  readonly text: string
  readonly findings: readonly Finding[]
  readonly failure: Failure | null
}

const pauseMs = 400

/** The text scanned here and checked by the server when the typing pauses; null while that is not done. */
export function useChecked(text: string) {
  const [checked, setChecked] = useState<Checked | null>(null)
  const [scanned, setScanned] = useState<{ readonly text: string; readonly json: ScannedJson } | null>(null)

  useEffect(() => {
    let stale = false
    const timer = setTimeout(() => {
      const json = scanJson(text)
      setScanned({ text, json })
      if (!json.ok) return
      void client.validatePolicy(json.value).then((answer) => {
        if (stale) return
        setChecked({
          text,
          findings: answer.ok ? answer.value.findings : (answer.failure.findings ?? []),
          failure: answer.ok || answer.failure.findings ? null : answer.failure,
        })
      })
    }, pauseMs)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [text])

  return {
    json: scanned?.text === text ? scanned.json : null,
    checked: checked?.text === text ? checked : null,
  }
}
