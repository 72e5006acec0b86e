import { actionAllowedSchema } from './action-allowed.ts'
import { actionHeldSchema } from './action-held.ts'
import { actionRefusedSchema } from './action-refused.ts'
import { actionReleasedSchema } from './action-released.ts'
import { actionSettledSchema } from './action-settled.ts'
import { approvalRequestedSchema } from './approval-requested.ts'
import { approvalWithdrawnSchema } from './approval-withdrawn.ts'
import { detectionDisputedSchema } from './detection-disputed.ts'
import { deviceEnrolledSchema } from './device-enrolled.ts'
import { grantRefusedSchema } from './grant-refused.ts'
import { holdCancelledSchema } from './hold-cancelled.ts'
import { holdEditedSchema } from './hold-edited.ts'
import { holdEscalatedSchema } from './hold-escalated.ts'
import { killAppliedSchema } from './kill-applied.ts'
import { memoryEndedSchema } from './memory-ended.ts'
import { outboxRecoveredSchema } from './outbox-recovered.ts'
import { overrideGivenSchema } from './override-given.ts'
import { overrideRememberedSchema } from './override-remembered.ts'
import { packRejectedSchema } from './pack-rejected.ts'
import { packSuspendedSchema } from './pack-suspended.ts'
import { pageThrottledSchema } from './page-throttled.ts'
import { policyActivatedSchema } from './policy-activated.ts'
import { policyEquivocationSchema } from './policy-equivocation.ts'
import { policyRejectedSchema } from './policy-rejected.ts'
import { policyRollbackRejectedSchema } from './policy-rollback-rejected.ts'
import { policyTamperedSchema } from './policy-tampered.ts'
import { reservationRefusedSchema } from './reservation-refused.ts'
import { reservationTakenSchema } from './reservation-taken.ts'
import { reviewClearedSchema } from './review-cleared.ts'
import { reviewCompletedSchema } from './review-completed.ts'
import { rootAcceptedSchema } from './root-accepted.ts'
import { surfaceDegradedSchema } from './surface-degraded.ts'

/** Every audit event type and the schema of its `detail`. Fields are only ever added, so readers ignore what they do not know. */
export const auditDetailSchemas = {
  'action.allowed': actionAllowedSchema,
  'action.held': actionHeldSchema,
  'action.refused': actionRefusedSchema,
  'action.released': actionReleasedSchema,
  'action.settled': actionSettledSchema,
  'approval.requested': approvalRequestedSchema,
  'approval.withdrawn': approvalWithdrawnSchema,
  'detection.disputed': detectionDisputedSchema,
  'device.enrolled': deviceEnrolledSchema,
  'grant.refused': grantRefusedSchema,
  'hold.cancelled': holdCancelledSchema,
  'hold.edited': holdEditedSchema,
  'hold.escalated': holdEscalatedSchema,
  'kill.applied': killAppliedSchema,
  'memory.ended': memoryEndedSchema,
  'outbox.recovered': outboxRecoveredSchema,
  'override.given': overrideGivenSchema,
  'override.remembered': overrideRememberedSchema,
  'pack.rejected': packRejectedSchema,
  'pack.suspended': packSuspendedSchema,
  'page.throttled': pageThrottledSchema,
  'policy.activated': policyActivatedSchema,
  'policy.equivocation': policyEquivocationSchema,
  'policy.rejected': policyRejectedSchema,
  'policy.rollback-rejected': policyRollbackRejectedSchema,
  'policy.tampered': policyTamperedSchema,
  'reservation.refused': reservationRefusedSchema,
  'reservation.taken': reservationTakenSchema,
  'review.cleared': reviewClearedSchema,
  'review.completed': reviewCompletedSchema,
  'root.accepted': rootAcceptedSchema,
  'surface.degraded': surfaceDegradedSchema,
} as const

export type AuditType = keyof typeof auditDetailSchemas

export function isAuditType(type: string): type is AuditType {
  return Object.hasOwn(auditDetailSchemas, type)
}
