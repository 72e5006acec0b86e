import type { Decision } from '../policy/decision.ts'
import type { Spoken } from './report.ts'

/** What each rule made of one decision, by rule; a built-in reason by its code. */
export function spokenIn({
  effect,
  reasons,
  obligations,
  tips,
  observed,
}: Decision): Map<string, keyof Spoken> {
  const spoken = new Map<string, keyof Spoken>()
  const note = (rule: string, word: keyof Spoken) => {
    if (!spoken.has(rule)) spoken.set(rule, word)
  }
  for (const { rule, code } of reasons) {
    const due = obligations.find((one) => one.rule === rule)
    const isOpen = effect === 'hold' && due !== undefined
    note(rule ?? code, !isOpen ? 'blocked' : due.kind === 'approval' ? 'approval' : 'step')
  }
  for (const { rule, code } of tips) note(rule ?? code, 'tip')
  for (const { rule, code } of observed) note(rule ?? code, 'watched')
  return spoken
}
