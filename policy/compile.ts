import type { SitePack } from '../protocol/site-pack.ts'
import type { Bundle } from './bundle.ts'
import type { Lease } from './facts.ts'
import { guardrails } from './guardrails/registry.ts'
import type { Rule } from './rule.ts'
import type { PageSuggestion, Slice } from './slice.ts'

/** What the worker adds to the bundle: the state of its lease, kills that came later, counters and suggestions. */
export interface SliceState {
  readonly bundleDigest: string
  readonly lease: Lease
  readonly killed: readonly string[]
  readonly reserved: Readonly<Record<string, number>>
  readonly suggestions: readonly PageSuggestion[]
  readonly suggestionsCut?: boolean
}

/** The part of a bundle that can matter to one site. Leaves nothing out that could change a decision there. */
export function compileSlice(bundle: Bundle, pack: SitePack, state: SliceState): Slice {
  const isHere = (surface: string) => surface.startsWith(`${pack.id}/`)
  const workflows = bundle.workflows
    .map((workflow) => ({ ...workflow, surfaces: workflow.surfaces.filter(isHere) }))
    .filter((workflow) => workflow.surfaces.length > 0)
  const ids = new Set(workflows.map((workflow) => workflow.id))
  const rules = bundle.rules.filter(
    (rule) =>
      rule.mode !== 'off' &&
      ((rule.workflows.length === 0 && rule.surfaces.length === 0) ||
        rule.workflows.some((id) => ids.has(id)) ||
        rule.surfaces.some(isHere)),
  )
  const named = new Set(rules.flatMap(listsOf))
  const lists = new Set([
    ...named,
    ...bundle.lists.flatMap(({ id, unless }) => (unless && named.has(id) ? unless : [])),
  ])
  return {
    site: pack.id,
    tenant: bundle.tenant,
    bundleVersion: bundle.version,
    bundleDigest: state.bundleDigest,
    pack,
    workflows,
    rules,
    lists: bundle.lists.filter((list) => lists.has(list.id)),
    overrideReasons: bundle.overrideReasons,
    lease: state.lease,
    killed: [...new Set([...bundle.killed, ...state.killed])],
    reserved: state.reserved,
    suggestions: state.suggestions,
    ...(state.suggestionsCut && { suggestionsCut: true }),
    whenUnavailable: bundle.whenUnavailable,
  }
}

/** Ids of the term lists a rule names, whatever its kind. */
export function listsOf({ guardrail }: Rule): string[] {
  const settings = guardrails.get(guardrail.kind)?.settings ?? {}
  return Object.keys(settings)
    .filter((name) => settings[name]?.type === 'term-lists')
    .flatMap((name) => guardrail.settings[name])
    .filter((id) => typeof id === 'string')
}
