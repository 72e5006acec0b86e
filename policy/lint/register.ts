import { ceilingOf } from '../tier.ts'
import type { Workflow } from '../workflow.ts'
import { aboutAll, aboutWorkflow, workflowsOf } from './lint-finding.ts'
import type { LintFinding, Linted, Packs } from './lint-finding.ts'

/** What is wrong with the register itself: tiers, approvers, owners and the surfaces workflows are bound to. */
export function lintRegister(linted: Linted, packs: Packs): LintFinding[] {
  return [
    ...bindings(linted, packs),
    ...linted.workflows.flatMap((workflow) => lintWorkflow(workflow, linted)),
  ]
}

function lintWorkflow(workflow: Workflow, linted: Linted): LintFinding[] {
  const { tier, approvers, category, dataRisk, owner } = workflow
  const findings: LintFinding[] = []
  const ceiling = ceilingOf(category)
  if (workflow.surfaces.length === 0) findings.push(aboutWorkflow('warning', 'NOTHING_ENFORCES', workflow))
  // More than one accountable person is legal in the model, so it is never an error (R4).
  if (/[,;/&]| and /.test(owner))
    findings.push(aboutWorkflow('warning', 'MANY_OWNERS', workflow, { params: { owner } }))
  if (tier === null) return [...findings, aboutWorkflow('warning', 'UNTIERED', workflow)]
  if (tier > ceiling)
    findings.push(aboutWorkflow('warning', 'TIER_ABOVE_CEILING', workflow, { params: { tier, ceiling } }))
  if (Math.min(tier, ceiling) === 3 && approvers.length === 0)
    findings.push(aboutWorkflow('error', 'NO_APPROVERS', workflow))
  if (tier === 4 && ceiling === 4) {
    const bounds = boundsOf(workflow, linted)
    if (dataRisk.includes('pricing') && !bounds.has('discount-range'))
      findings.push(aboutWorkflow('error', 'TIER4_PRICING_UNBOUNDED', workflow))
    if (bounds.size === 0) findings.push(aboutWorkflow('warning', 'TIER4_UNBOUNDED', workflow))
  }
  return findings
}

/** Kinds that bound unattended work in every case: enforced, and without a condition that could be false (S058, S246). */
function boundsOf(workflow: Workflow, linted: Linted): ReadonlySet<string> {
  const bounding = ['volume-cap', 'time-window', 'discount-range', 'export-cap', 'amount-threshold']
  return new Set(
    linted.rules
      .filter((rule) => rule.mode === 'enforce' && rule.when === null && isOnAllOf(workflow, rule, linted))
      .map((rule) => rule.guardrail.kind)
      .filter((kind) => bounding.includes(kind)),
  )
}

function isOnAllOf(workflow: Workflow, rule: Linted['rules'][number], linted: Linted): boolean {
  if (!workflowsOf(rule, linted).includes(workflow)) return false
  return (
    rule.surfaces.length === 0 ||
    rule.workflows.includes(workflow.id) ||
    workflow.surfaces.every((surface) => rule.surfaces.includes(surface))
  )
}

function bindings({ workflows }: Linted, packs: Packs): LintFinding[] {
  const findings: LintFinding[] = []
  const known = new Set(packs.flatMap((pack) => pack.surfaces.map((surface) => `${pack.id}/${surface.id}`)))
  const sites = new Set(packs.map((pack) => pack.id))
  const bound = new Map<string, Workflow>()
  for (const workflow of workflows)
    for (const surface of workflow.surfaces) {
      const site = surface.split('/', 1)[0] ?? ''
      const other = bound.get(surface)
      bound.set(surface, workflow)
      if (other)
        findings.push(
          aboutWorkflow('error', 'SURFACE_BOUND_TWICE', workflow, { params: { surface, other: other.id } }),
        )
      if (!sites.has(site))
        findings.push(aboutWorkflow('warning', 'UNKNOWN_SITE', workflow, { params: { surface, site } }))
      else if (!known.has(surface))
        findings.push(aboutWorkflow('error', 'UNKNOWN_SURFACE', workflow, { params: { surface } }))
    }
  for (const surface of known)
    if (!bound.has(surface)) findings.push(aboutAll('warning', 'SURFACE_UNBOUND', { surface }))
  return findings
}
