import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import { client } from '../../client.ts'
import { draftFrom, dropDraft, keepDraft, keptDraft, policyOfText, type Draft } from './draft.ts'
import { type Difference, differencesBetween } from './differences.ts'
import { mergeDrafts } from './merge-drafts.ts'
import type { Side } from './merge-policies.ts'
import { useAutosave, type SavedDraft } from './use-autosave.ts'
import { useChecked } from './use-checked.ts'

type Sides = Readonly<Record<string, Side>>
const none: Sides = {}
const pauseMs = 800

/** What somebody else changed and was taken into the text here. */
interface Taken {
  readonly name: string
  readonly differences: readonly Difference[]
}

/**
 * The text in the editor. It is one text for all administrators: what is typed is saved when the typing pauses, and what
 * somebody else saves appears. Where there is something unsaved here, the two are put together; only what both changed is
 * left to the person.
 */
export function useDraft(current: PolicyDocument, saved: SavedDraft) {
  const [kept, setKept] = useState<Draft | null>(keptDraft)
  const untouched = useMemo(() => draftFrom(current, null), [current])
  const there = saved.value?.draft ?? null
  const draft: Draft = kept ?? (there ? draftFrom(current, there) : untouched)

  const write = (changed: Partial<Draft>) => {
    const next = { ...draft, ...changed }
    keepDraft(next)
    setKept(next)
  }
  const forget = useCallback(() => {
    dropDraft()
    setKept(null)
  }, [])
  /** Saved: from now on the saved draft is shown, unless more was typed while it was on its way. */
  const adopt = useCallback((typed: Draft, revision: number) => {
    setKept((now) => {
      if (now === typed || now === null) {
        dropDraft()
        return null
      }
      const more = { ...now, revision, base: textsOf(typed) }
      keepDraft(more)
      return more
    })
  }, [])
  const { state, theirs, settle } = useAutosave(kept, saved, adopt)
  const [choice, setChoice] = useState<{ readonly revision: number; readonly sides: Sides } | null>(null)
  const [taken, setTaken] = useState<Taken | null>(null)
  const sides = choice?.revision === theirs?.revision ? (choice?.sides ?? none) : none
  const merged = useMemo(
    () => (kept && theirs ? mergeDrafts(kept, theirs, sides) : null),
    [kept, theirs, sides],
  )
  const take = useCallback(() => {
    if (!merged || !theirs || !kept) return
    keepDraft(merged.draft)
    setKept(merged.draft)
    const [before, after] = [policyOfText(kept.base?.text ?? ''), policyOfText(theirs.text)]
    const differences = before && after ? differencesBetween(before, after) : []
    setTaken({ name: theirs.savedBy.name, differences })
  }, [merged, theirs, kept])
  const isClear = merged?.overlaps.length === 0
  useEffect(() => {
    if (!isClear) return undefined
    // Not under the hands of somebody who types.
    const timer = setTimeout(take, pauseMs)
    return () => clearTimeout(timer)
  }, [isClear, take])

  async function startOver() {
    const last = await settle()
    const answer = last === null ? null : await client.discardDraft(last.revision)
    if (answer && !answer.ok) return answer.failure
    saved.replace({ draft: null })
    forget()
    return null
  }

  return {
    ...{ draft, write, forget, startOver, state, theirs, merged, sides, take, taken },
    choose: (key: string, side: Side) =>
      setChoice({ revision: theirs?.revision ?? 0, sides: { ...sides, [key]: side } }),
    dismissTaken: () => setTaken(null),
    ...useChecked(draft.text),
    savedBy: kept === null ? (there?.savedBy ?? null) : null,
    keepMine: () => write({ revision: theirs?.revision ?? 0 }),
    isChanged: draft.text !== untouched.text,
  }
}

function textsOf({ text, note }: Pick<Draft, 'text' | 'note'>) {
  return { text, note }
}
