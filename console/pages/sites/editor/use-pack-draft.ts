import { useEffect, useMemo, useState } from 'react'
import { canonical, type Json } from '../../../../policy/canonical.ts'
import type { Bindings, PackDetail } from '../../../../protocol/http/packs.ts'
import type { Finding } from '../../../../protocol/http/policy.ts'
import type { Failure } from '../../../call.ts'
import { client } from '../../../client.ts'
import { listAt, valueAt } from './edits.ts'
import { dropDraft, keepDraft, keptDraft, type Draft } from './kept-draft.ts'

/** `of` is the draft the findings belong to: they are never shown for another one. */
interface Checked {
  readonly of: Draft
  readonly ok: boolean
  readonly findings: readonly Finding[]
  readonly failure: Failure | null
}
interface History {
  readonly past: readonly Draft[]
  readonly future: readonly Draft[]
  /** Where and when the last change was: typing on in one field is one step. */
  readonly last: { readonly at: string; readonly when: number } | null
}

const pauseMs = 400
const oneStepMs = 1500
const mostSteps = 200
const noHistory: History = { past: [], future: [], last: null }
export type PackDraft = ReturnType<typeof usePackDraft>

/** The pack in the editor: kept on every key, checked by the server when the typing pauses, every step can be undone. */
export function usePackDraft(detail: PackDetail) {
  const { id } = detail
  const saved = useMemo(() => savedDraft(detail), [detail])
  const [kept, setKept] = useState<Draft | null>(() => keptDraft(id))
  const [history, setHistory] = useState(noHistory)
  const [checked, setChecked] = useState<Checked | null>(null)
  const draft = kept ?? saved

  useEffect(() => {
    let stale = false
    const timer = setTimeout(() => {
      void client.validatePack(id, { pack: draft.pack, bindings: boundIn(draft) }).then((answer) => {
        if (stale) return
        setChecked(
          answer.ok
            ? { of: draft, ...answer.value, failure: null }
            : { of: draft, ok: false, findings: [], failure: answer.failure },
        )
      })
    }, pauseMs)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [id, draft])

  function put(next: Draft) {
    keepDraft(id, next)
    setKept(next)
  }
  function step(from: 'past' | 'future') {
    const next = history[from].at(-1)
    if (!next) return
    const to = from === 'past' ? 'future' : 'past'
    setHistory({ ...history, [from]: history[from].slice(0, -1), [to]: [...history[to], draft], last: null })
    // The revision is the server's: going back in the text does not go back there.
    put({ ...next, revision: draft.revision })
  }

  return {
    draft,
    isChanged: !sameContent(draft, saved),
    /** Somebody saved another draft since this one was begun. */
    isBehind: draft.revision !== saved.revision,
    checked: checked?.of === draft ? checked : null,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    undo: () => step('past'),
    redo: () => step('future'),
    /** `at` names what is changed. */
    write(at: string, changed: Partial<Pick<Draft, 'pack' | 'bindings'>>) {
      const now = Date.now()
      const isSameStep = history.last?.at === at && now - history.last.when < oneStepMs
      const past = isSameStep ? history.past : [...history.past, draft].slice(-mostSteps)
      setHistory({ past, future: [], last: { at, when: now } })
      put({ ...draft, ...changed })
    },
    /** Goes on from the draft that is saved now, with what is in the editor. */
    adopt: () => put({ ...draft, revision: saved.revision }),
    /** What is in the editor is saved: it follows the server again, and every step can still be undone. */
    settle() {
      dropDraft(id)
      setKept(null)
    },
    startOver() {
      dropDraft(id)
      setKept(null)
      setHistory(noHistory)
    },
  }
}

function savedDraft({ draft, pack, bindings }: PackDetail): Draft {
  return draft === null
    ? { revision: 0, pack, bindings }
    : { revision: draft.revision, pack: draft.pack, bindings: draft.bindings }
}

function sameContent(left: Draft, right: Draft): boolean {
  const text = ({ pack, bindings }: Draft) => canonical({ pack, bindings } as Json)
  return left === right || text(left) === text(right)
}

/** The bindings of surfaces that are there: one that was renamed or removed in the text leaves its binding behind. */
export function boundIn({ pack, bindings }: Draft): Bindings {
  const there = new Set(listAt(pack, ['surfaces']).map((surface) => valueAt(surface, ['id'])))
  return Object.fromEntries(Object.entries(bindings).filter(([surface]) => there.has(surface)))
}
