import { childrenOf } from '../condition.ts'
import type { Condition } from '../condition.ts'
import { facts } from '../fact.ts'
import { guardrails } from '../guardrails/registry.ts'
import type { Rule } from '../rule.ts'
import type { Setting, Settings } from '../setting.ts'
import { settingsSchemaOf } from '../settings-schema.ts'
import { aboutAll, aboutRule, surfacesOf, workflowsOf } from './lint-finding.ts'
import type { LintFinding, Linted, Packs } from './lint-finding.ts'

/** Names that lead nowhere, and names that are given twice. */
export function lintReferences(linted: Linted, packs: Packs): LintFinding[] {
  const ids = (kind: string, list: readonly string[]) =>
    [...new Set(list.filter((id, index) => list.indexOf(id) !== index))].map((id) =>
      aboutAll('error', 'DUPLICATE_ID', { kind, id }),
    )
  return [
    ...ids(
      'workflow',
      linted.workflows.map((workflow) => workflow.id),
    ),
    ...ids(
      'rule',
      linted.rules.map((rule) => rule.id),
    ),
    ...ids(
      'list',
      linted.lists.map((list) => list.id),
    ),
    ...ids(
      'override-reason',
      linted.overrideReasons.map((reason) => reason.code),
    ),
    ...linted.rules.filter((rule) => rule.mode !== 'off').flatMap((rule) => lintRule(rule, linted, packs)),
  ]
}

function lintRule(rule: Rule, linted: Linted, packs: Packs): LintFinding[] {
  const findings: LintFinding[] = []
  const known = new Set(linted.workflows.map((workflow) => workflow.id))
  for (const workflow of rule.workflows)
    if (!known.has(workflow))
      findings.push(aboutRule('error', 'UNKNOWN_WORKFLOW', rule, { params: { workflow } }))
  if (workflowsOf(rule, linted).length === 0)
    findings.push(aboutRule('warning', 'RULE_APPLIES_NOWHERE', rule))
  const fields = fieldsRead(rule, linted, packs)
  for (const fact of rule.when ? factsIn(rule.when) : []) {
    const field = /^field\.(.+?)(\.before|\.change)?$/.exec(fact)?.[1]
    if (field === undefined && !Object.hasOwn(facts, fact))
      findings.push(aboutRule('error', 'UNKNOWN_FACT', rule, { params: { fact } }))
    if (field !== undefined && fields && !fields.has(field))
      findings.push(aboutRule('warning', 'UNKNOWN_FIELD', rule, { params: { field } }))
  }
  return [...findings, ...lintSettings(rule, linted, fields)]
}

function lintSettings(rule: Rule, linted: Linted, fields: ReadonlySet<string> | null): LintFinding[] {
  const { kind, settings } = rule.guardrail
  const descriptors = guardrails.get(kind)?.settings
  if (!descriptors) return [aboutRule('error', 'UNKNOWN_KIND', rule, { params: { kind } })]
  const parsed = settingsSchemaOf(kind)?.safeParse(settings)
  if (!parsed?.success) {
    const issue = parsed?.error.issues[0]
    return [
      aboutRule('error', 'BAD_SETTINGS', rule, {
        params: { setting: issue?.path.join('.') ?? '', problem: issue?.message ?? '' },
      }),
    ]
  }
  const findings = Object.entries(descriptors).flatMap(([name, setting]) =>
    lintSetting({ rule, descriptors, name, setting, value: settings[name] }, linted, fields),
  )
  const isWithout =
    'approvers' in descriptors &&
    settings['beyond'] !== 'refuse' &&
    !(settings['approvers'] as readonly string[] | undefined)?.length
  if (isWithout && workflowsOf(rule, linted).some((workflow) => workflow.approvers.length === 0))
    findings.push(aboutRule('error', 'NO_APPROVERS', rule))
  return findings
}

interface Given {
  readonly rule: Rule
  readonly descriptors: Settings
  readonly name: string
  readonly setting: Setting
  readonly value: unknown
}

function lintSetting(
  { rule, descriptors, name, setting, value }: Given,
  linted: Linted,
  fields: ReadonlySet<string> | null,
): LintFinding[] {
  const names = Array.isArray(value) ? value.map(String) : []
  if (setting.type === 'term-lists')
    return names.flatMap((list) => {
      const found = linted.lists.find((one) => one.id === list)
      if (!found) return [aboutRule('error', 'UNKNOWN_LIST', rule, { params: { list } })]
      const { unless } = found
      if (unless !== undefined && !linted.lists.some((one) => one.id === unless))
        return [aboutRule('error', 'UNKNOWN_LIST', rule, { params: { list: unless } })]
      return found.terms.length ? [] : [aboutRule('warning', 'EMPTY_LIST', rule, { params: { list } })]
    })
  if (setting.type === 'override-codes') {
    const codes = linted.overrideReasons.map((reason) => reason.code)
    // A kind with `allowOverride` asks for a reason only when that is set; the others always may.
    const isAsked = rule.guardrail.settings['allowOverride'] === true || !('allowOverride' in descriptors)
    if (codes.length === 0 && isAsked) return [aboutRule('error', 'NO_OVERRIDE_REASONS', rule)]
    return names
      .filter((code) => !codes.includes(code))
      .map((code) => aboutRule('error', 'UNKNOWN_OVERRIDE_CODE', rule, { params: { code } }))
  }
  if (setting.type === 'field' && fields && !fields.has(String(value)))
    return [aboutRule('warning', 'UNKNOWN_FIELD', rule, { params: { field: String(value) } })]
  if (setting.type === 'moment' && setting.after !== undefined) {
    const first = String(rule.guardrail.settings[setting.after])
    if (Date.parse(String(value)) <= Date.parse(first))
      return [
        aboutRule('error', 'ENDS_FIRST', rule, {
          params: { setting: name, value: String(value), other: setting.after, first },
        }),
      ]
  }
  if (setting.type === 'number' && setting.notBelow !== undefined && typeof value === 'number') {
    const floor = rule.guardrail.settings[setting.notBelow]
    if (typeof floor === 'number' && value < floor)
      return [
        aboutRule('error', 'LIMITS_CROSSED', rule, {
          params: { setting: name, value, other: setting.notBelow, floor },
        }),
      ]
  }
  return []
}

function factsIn(condition: Condition): string[] {
  return 'fact' in condition ? [condition.fact] : childrenOf(condition).flatMap(factsIn)
}

/** Names of fields that the surfaces of a rule can read; null when no pack says anything about them. */
function fieldsRead(rule: Rule, linted: Linted, packs: Packs): ReadonlySet<string> | null {
  const refs = new Set(surfacesOf(rule, linted))
  const surfaces = packs.flatMap((pack) =>
    pack.surfaces.filter((surface) => refs.has(`${pack.id}/${surface.id}`)),
  )
  if (surfaces.length === 0) return null
  return new Set(
    surfaces.flatMap((surface) =>
      [...surface.fields, ...surface.requests.flatMap((request) => request.fields)].map(
        (field) => field.name,
      ),
    ),
  )
}
