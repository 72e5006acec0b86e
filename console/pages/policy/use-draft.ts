import { useCallback, useEffect, useState } from 'react'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import type { Finding, PolicyDocument } from '../../../protocol/http/policy.ts'
import { dropDraft, keepDraft, keptDraft, textOfPolicy, type Draft } from './draft.ts'
import { scanJson, type ScannedJson } from './json-lines.ts'

/** `checked` is the text the findings belong to: they are never shown for another one. */
export interface Checked {
  readonly text: string
  readonly findings: readonly Finding[]
  readonly failure: Failure | null
}

const pauseMs = 400

/** The text in the editor: kept on every key, scanned at once, checked by the server when the typing pauses. */
export function useDraft(current: PolicyDocument) {
  const [draft, setDraft] = useState<Draft>(() => keptDraft() ?? fresh(current))
  const [checked, setChecked] = useState<Checked | null>(null)
  const [scanned, setScanned] = useState<{ readonly text: string; readonly json: ScannedJson }>(() => ({
    text: draft.text,
    json: scanJson(draft.text),
  }))
  const isChanged = draft.text !== textOfPolicy(current.policy)

  // An untouched text follows the version in force; a touched one stays, and publishing tells of the conflict.
  useEffect(() => {
    setDraft((before) => (keptDraft() ? before : fresh(current)))
  }, [current])

  useEffect(() => {
    let stale = false
    const timer = setTimeout(() => {
      const json = scanJson(draft.text)
      setScanned({ text: draft.text, json })
      if (!json.ok) return
      void client.validatePolicy(json.value).then((answer) => {
        if (stale) return
        setChecked({
          text: draft.text,
          findings: answer.ok ? answer.value.findings : (answer.failure.findings ?? []),
          failure: answer.ok || answer.failure.findings ? null : answer.failure,
        })
      })
    }, pauseMs)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [draft.text])

  const write = useCallback((changed: Partial<Draft>) => {
    setDraft((before) => {
      const next = { ...before, ...changed }
      keepDraft(next)
      return next
    })
  }, [])

  const startOver = useCallback((document: PolicyDocument) => {
    dropDraft()
    setDraft(fresh(document))
  }, [])

  return {
    draft,
    write,
    startOver,
    isChanged,
    json: scanned.text === draft.text ? scanned.json : null,
    checked: checked?.text === draft.text ? checked : null,
  }
}

function fresh(document: PolicyDocument): Draft {
  return { basedOn: document.version, text: textOfPolicy(document.policy), note: '' }
}
