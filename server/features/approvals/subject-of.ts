import type { Action } from '../../../policy/action.ts'
import type { AuditEvent } from '../../../protocol/audit/event.ts'

/** What an event about a request is about. */
export function subjectOf(about: {
  readonly action: Action
  readonly digest: string
  readonly hold: string
}): Partial<AuditEvent['subject']> {
  const { site, account, surface, operation, record } = about.action
  return { site, account, surface, operation, record, digest: about.digest, hold: about.hold }
}
