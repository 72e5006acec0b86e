import type { Action } from './action.ts'
import type { Bundle } from './bundle.ts'
import { findTerms } from './content/term-index.ts'
import { waitingTerms } from './content/waiting-terms.ts'
import type { WaitingTerms } from './content/waiting-terms.ts'
import type { Match } from './decision.ts'
import type { Rule } from './rule.ts'
import type { Slice } from './slice.ts'
import type { Workflow } from './workflow.ts'

/** What of a slice decides. A whole bundle has it too. */
export type Deciding = Pick<
  Slice,
  'bundleVersion' | 'workflows' | 'rules' | 'lists' | 'overrideReasons' | 'killed'
>

/** A slice with its indexes. Made once when the slice arrives; `evaluate` reads it and changes nothing that can be seen. */
export interface PreparedSlice {
  readonly bundleVersion: number
  readonly killed: readonly string[]
  readonly overrideReasons: Slice['overrideReasons']
  /** By surface ref. */
  readonly workflows: ReadonlyMap<string, Workflow>
  rulesFor(surface: string, workflow: string): readonly Rule[]
  readonly terms: WaitingTerms
  /** Reads a content once, and answers the hits by list. */
  search(content: Action['content']): Pick<ReadonlyMap<string, readonly Match[]>, 'get'>
}

/** `terms` are those of an earlier slice when its lists were the same. */
export function prepare(slice: Deciding, terms = waitingTerms(slice.lists)): PreparedSlice {
  const { rules } = slice
  const workflows = new Map<string, Workflow>()
  for (const workflow of slice.workflows)
    for (const surface of workflow.surfaces) {
      // Two workflows on one surface is a mistake that lint names; until it is mended the one with less autonomy counts.
      const other = workflows.get(surface)
      if (!other || (workflow.tier ?? 0) < (other.tier ?? 0)) workflows.set(surface, workflow)
    }
  const bySurface = new Map<string, readonly Rule[]>()
  return {
    bundleVersion: slice.bundleVersion,
    killed: slice.killed,
    overrideReasons: slice.overrideReasons,
    workflows,
    rulesFor(surface, workflow) {
      let found = bySurface.get(surface)
      if (!found) {
        found = rules.filter(
          (rule) =>
            rule.mode !== 'off' &&
            (!(rule.workflows.length + rule.surfaces.length) ||
              rule.workflows.includes(workflow) ||
              rule.surfaces.includes(surface)),
        )
        bySurface.set(surface, found)
      }
      return found
    },
    terms,
    search: (content) => findTerms(terms.all(), content),
  }
}

/** The same over a whole bundle, for those who have it. */
export function prepareBundle(bundle: Bundle): PreparedSlice {
  return prepare({ ...bundle, bundleVersion: bundle.version })
}
