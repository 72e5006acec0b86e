import { effectOf } from '../../policy/effect.ts'
import type { Obligation } from '../../policy/obligation.ts'
import type { HoldView } from '../../protocol/hold.ts'

type ApprovalObligation = Extract<Obligation, { kind: 'approval' }>

/** One thing a person has to do, or has done, before the action may run. Each rule is met on its own (F18). */
export type Task =
  | { readonly kind: 'review'; readonly rule: string; readonly done: boolean }
  | {
      readonly kind: 'override-reason'
      readonly rule: string
      readonly done: boolean
      readonly choices: HoldView['overrideChoices']
      readonly given: string | null
    }
  | { readonly kind: 'approval'; readonly done: boolean; readonly open: readonly ApprovalObligation[] }
  | { readonly kind: 'reservation'; readonly rule: string; readonly done: boolean; readonly amount: number }

/** What is open, and what was met for exactly this action, in the order it is best done. */
export function tasksOf(view: HoldView): readonly Task[] {
  const effect = effectOf(view.action)
  const met = view.fulfilled.filter((fulfilment) => fulfilment.effect === effect)
  const open = view.decision.obligations
  const isOpen = (kind: Obligation['kind'], rule: string | null) =>
    open.some((obligation) => obligation.kind === kind && obligation.rule === rule)

  const tasks: Task[] = []
  for (const fulfilment of met) {
    if (isOpen(fulfilment.kind, fulfilment.rule)) continue
    if (fulfilment.kind === 'review') tasks.push({ kind: 'review', rule: fulfilment.rule, done: true })
    if (fulfilment.kind === 'override-reason') {
      const given =
        view.overrideChoices.find((choice) => choice.code === fulfilment.code)?.label ?? fulfilment.code
      tasks.push({ kind: 'override-reason', rule: fulfilment.rule, done: true, choices: [], given })
    }
  }
  for (const obligation of open) {
    if (obligation.kind === 'override-reason') {
      tasks.push({ ...obligation, done: false, given: null })
    }
    if (obligation.kind === 'review') tasks.push({ kind: 'review', rule: obligation.rule, done: false })
    if (obligation.kind === 'reservation') tasks.push({ ...obligation, done: false })
  }
  const approvals = open.filter((obligation) => obligation.kind === 'approval')
  const granted = met.some((fulfilment) => fulfilment.kind === 'approval')
  if (approvals.length > 0 || granted) {
    tasks.push({ kind: 'approval', done: approvals.length === 0, open: approvals })
  }
  return tasks.toSorted((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind))
}

const order: readonly Task['kind'][] = ['override-reason', 'review', 'reservation', 'approval']
