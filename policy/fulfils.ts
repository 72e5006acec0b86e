import type { Fulfilment, Obligation } from './obligation.ts'

/** Whether `obligation` was met for exactly this effect and by this rule: any edit voids it (F19, F33), no rule stands in for another (F18). */
export function isMet(obligation: Obligation, effect: string, fulfilled: readonly Fulfilment[]): boolean {
  return fulfilled.some(
    (done) =>
      done.kind === obligation.kind &&
      done.rule === obligation.rule &&
      done.effect === effect &&
      meets(obligation, done),
  )
}

function meets(obligation: Obligation, done: Fulfilment): boolean {
  if (obligation.kind === 'override-reason')
    return (
      done.kind === 'override-reason' &&
      obligation.choices.some(
        (choice) => choice.code === done.code && (!choice.needsText || done.text.trim() !== ''),
      )
    )
  if (obligation.kind === 'reservation')
    return done.kind === 'reservation' && done.amount >= obligation.amount
  if (obligation.kind === 'approval') return done.kind === 'approval' && done.grant !== ''
  return true
}
