import { useState } from 'react'
import type { PackDetail } from '../../../../protocol/http/packs.ts'
import type { Failure } from '../../../call.ts'
import { client } from '../../../client.ts'
import { boundIn, type PackDraft } from './use-pack-draft.ts'

/** Saving and throwing away. A draft that another person changed is never written over: the list is read again instead. */
export function useSaving(
  { id, draft: saved }: PackDetail,
  editing: PackDraft,
  onChanged: (detail: PackDetail) => void,
  onReload: () => void,
) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const { draft, isChanged, isBehind } = editing

  return {
    busy,
    failure,
    savedAt: isChanged ? null : savedAt,
    /** True when what is in the editor is the saved draft. */
    async save(): Promise<boolean> {
      if (busy || isBehind) return false
      if (!isChanged && saved !== null) return true
      setBusy(true)
      const { revision, pack } = draft
      const answer = await client.savePackDraft(id, { revision, pack, bindings: boundIn(draft), note: '' })
      setBusy(false)
      setFailure(answer.ok || answer.failure.findings ? null : answer.failure)
      if (answer.ok) {
        editing.settle()
        setSavedAt(answer.value.draft?.savedAt ?? null)
        onChanged(answer.value)
      } else if (answer.failure.code === 'PACK_CONFLICT') onReload()
      return answer.ok
    },
    async discard(): Promise<Failure | null> {
      if (saved !== null) {
        const answer = await client.removePackDraft(id, saved.revision)
        if (!answer.ok) return answer.failure
      }
      editing.startOver()
      onReload()
      return null
    },
  }
}
export type Saving = ReturnType<typeof useSaving>
