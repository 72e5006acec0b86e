import type { PolicyDraft } from '../../../protocol/http/change-control.ts'
import type { Draft } from './draft.ts'
import { isMembers, mergePolicies, type Overlap, type Side } from './merge-policies.ts'

/** What is left to decide, and the draft it comes to; null while one of the texts is not JSON. */
export interface MergedDraft {
  readonly draft: Draft
  readonly overlaps: readonly Overlap[]
}

/** The note goes through the same merge, under a name no policy has. */
const noteName = ' note'

/** What was typed here and what somebody saved meanwhile, put together from the text both followed. */
export function mergeDrafts(
  typed: Draft,
  theirs: PolicyDraft,
  chosen: Readonly<Record<string, Side>>,
): MergedDraft | null {
  const [base, mine, other] = [typed.base && read(typed.base), read(typed), read(theirs)]
  if (!base || !mine || !other) return null
  const { policy, overlaps } = mergePolicies({ base, mine, theirs: other }, chosen)
  const { [noteName]: note, ...members } = policy
  const text = JSON.stringify(members, null, 2)
  const { text: saved, note: savedNote, revision } = theirs
  return {
    overlaps,
    draft: {
      ...{ text, note: typeof note === 'string' ? note : typed.note, revision },
      basedOn: Math.max(typed.basedOn, theirs.basedOn),
      base: { text: saved, note: savedNote },
    },
  }
}

function read({ text, note }: Pick<Draft, 'text' | 'note'>) {
  try {
    const value: unknown = JSON.parse(text)
    return isMembers(value) ? { ...value, [noteName]: note } : null
  } catch {
    // Half-typed text: nobody can say yet which part of it is what.
    return null
  }
}
