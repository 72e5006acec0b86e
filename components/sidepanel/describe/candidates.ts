import type { PickerReport } from '../../../protocol/messages/picker-port.ts'
import type { SurfaceTrigger } from '../../../protocol/site-pack.ts'
import type { LearnedUse } from './describe-state.ts'
import { mergeLearned } from './merge-learned.ts'

/** A request that was seen after the control was used, once for each kind. */
export interface Candidate {
  readonly key: string
  readonly use: LearnedUse
  readonly triggers: readonly SurfaceTrigger[]
}

const most = 12

/** Adds what one more request taught; the same kind again adds to it, and so does every way it was started. */
export function addLearned(
  candidates: readonly Candidate[],
  { learned, layer, trigger }: Extract<PickerReport, { type: 'use.learned' }>,
): readonly Candidate[] {
  const { method, url, where } = learned.request.match
  const key = JSON.stringify([method, url, where])
  const known = candidates.find((one) => one.key === key)
  const next = {
    key,
    use: { learned: known ? mergeLearned(known.use.learned, learned) : learned, layer },
    triggers: [...(known?.triggers ?? []), trigger],
  }
  return [...candidates.filter((one) => one.key !== key), next].slice(-most)
}

/** The one that the administrator chose, else the one that most speaks for. */
export function chosenUse(candidates: readonly Candidate[], chosen: string | null): LearnedUse | null {
  return chosenOf(candidates, chosen)?.use ?? null
}

export function triggersOf(
  candidates: readonly Candidate[],
  chosen: string | null,
): readonly SurfaceTrigger[] {
  return chosenOf(candidates, chosen)?.triggers ?? []
}

export function chosenOf(candidates: readonly Candidate[], chosen: string | null): Candidate | undefined {
  return (
    candidates.find(({ key }) => key === chosen) ??
    candidates.toSorted((left, right) => right.use.learned.score - left.use.learned.score)[0]
  )
}
