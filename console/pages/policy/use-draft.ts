import { useEffect, useMemo, useState } from 'react'
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

/** The text in the editor: kept on every key, scanned and checked by the server when the typing pauses. */
export function useDraft(current: PolicyDocument) {
  // Without a kept draft the text follows the version in force; a kept one stays, and publishing tells of a conflict.
  const [kept, setKept] = useState<Draft | null>(keptDraft)
  const untouched = useMemo(() => fresh(current), [current])
  const draft = kept ?? untouched
  const [checked, setChecked] = useState<Checked | null>(null)
  const [scanned, setScanned] = useState<{ readonly text: string; readonly json: ScannedJson } | null>(null)

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

  return {
    draft,
    write: (changed: Partial<Draft>) => {
      const next = { ...draft, ...changed }
      keepDraft(next)
      setKept(next)
    },
    startOver: () => {
      dropDraft()
      setKept(null)
    },
    isChanged: draft.text !== untouched.text,
    json: scanned?.text === draft.text ? scanned.json : null,
    checked: checked?.text === draft.text ? checked : null,
  }
}

function fresh(document: PolicyDocument): Draft {
  return { basedOn: document.version, text: textOfPolicy(document.policy), note: '' }
}
