import type { Policy } from '../../../policy/bundle.ts'
import { canonical, type Json } from '../../../policy/canonical.ts'

/** What publishing would change, by name: `kind` is a locale key under `difference.`. */
export interface Difference {
  readonly change: 'added' | 'removed' | 'changed'
  readonly part: 'workflow' | 'rule' | 'list' | 'override-reason' | 'pack' | 'setting'
  readonly name: string
  /** Only for `changed`: the members that differ, with their text before and after. */
  readonly members: readonly { readonly name: string; readonly before: string; readonly after: string }[]
}

/** The differences between two policies, in the order workflows, rules, lists, reasons, packs, settings. */
export function differencesBetween(before: Policy, after: Policy): readonly Difference[] {
  return [
    ...ofList('workflow', before.workflows, after.workflows, (workflow) => workflow.id),
    ...ofList('rule', before.rules, after.rules, (rule) => rule.id),
    ...ofList('list', before.lists, after.lists, (list) => list.id),
    ...ofList('override-reason', before.overrideReasons, after.overrideReasons, (reason) => reason.code),
    ...ofList('pack', before.packs, after.packs, packId),
    ...ofSettings(before, after),
  ]
}

/** Words for any JSON value: text as it is, everything else canonical; empty for a missing one. */
export function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : canonical(value as Json)
}

function ofList<Item>(
  part: Difference['part'],
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
): readonly Difference[] {
  const old = new Map(before.map((item) => [idOf(item), item]))
  const now = new Map(after.map((item) => [idOf(item), item]))
  const removed = [...old.keys()]
    .filter((id) => !now.has(id))
    .map((id): Difference => ({ change: 'removed', part, name: nameOf(old.get(id), id), members: [] }))
  const rest = [...now].flatMap(([id, item]): readonly Difference[] => {
    if (!old.has(id)) return [{ change: 'added', part, name: nameOf(item, id), members: [] }]
    const members = differingMembers(old.get(id), item)
    return members.length === 0 ? [] : [{ change: 'changed', part, name: nameOf(item, id), members }]
  })
  return [...removed, ...rest]
}

function ofSettings(before: Policy, after: Policy): readonly Difference[] {
  return (['freshnessLimitHours', 'whenUnavailable'] as const)
    .filter((name) => before[name] !== after[name])
    .map((name): Difference => {
      const member = { name: '', before: String(before[name]), after: String(after[name]) }
      return { change: 'changed', part: 'setting', name, members: [member] }
    })
}

/** The members of two entries that differ, down to plain values and lists. */
export function differingMembers(before: unknown, after: unknown): Difference['members'] {
  const [old, now] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => ({ name, before: old.get(name) ?? '', after: now.get(name) ?? '' }))
}

/** Members down to plain values and lists, by dotted path: `guardrail.settings.limit`. */
function flat(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, textOf(value)]])
  return new Map(
    Object.entries(value).flatMap(([name, member]) => [...flat(member, path ? `${path}.${name}` : name)]),
  )
}

function nameOf(item: unknown, id: string): string {
  const named = item as { readonly name?: unknown; readonly label?: unknown } | undefined
  const name = named?.name ?? named?.label
  return typeof name === 'string' && name !== id ? `${name} (${id})` : id
}

function packId(pack: unknown): string {
  const id = typeof pack === 'object' && pack !== null && 'id' in pack ? pack.id : undefined
  return typeof id === 'string' ? id : textOf(pack)
}
