import { z } from '../../policy/zod.ts'
import { codeText, freeText } from './parts.ts'
import { executionReportSchema, outcomeReportSchema, runReportSchema } from './reports.ts'

const request = codeText
const who = z.object({ id: codeText, name: freeText })

/**
 * Event types only the server writes, with the schema of their `detail`: they have no device and no sequence, and a
 * device that sends one is refused. Fields are only ever added.
 */
export const serverDetailSchemas = {
  'session.opened': z.object({}),
  'session.closed': z.object({}),
  'enrolment.offered': z.object({ for: freeText }),
  'device.registered': z.object({
    device: codeText,
    browser: freeText,
    extensionVersion: freeText,
    /** Set where the managed configuration of the browser named the person, and nobody else did. */
    fleetToken: z.optional(z.nullable(codeText)),
  }),
  'fleet-token.made': z.object({
    token: codeText,
    label: freeText,
    group: z.nullable(freeText),
    domain: z.nullable(freeText),
    uses: z.int(),
    expiresAt: codeText,
  }),
  'fleet-token.revoked': z.object({ token: codeText }),
  /** A token for a fleet was presented for somebody it is not for. */
  'enrolment.refused': z.object({ token: codeText, for: freeText, device: codeText }),
  /** Somebody who had signed in let a browser that asked be enrolled for them, or did not: `reason` says why. */
  'enrolment.confirmed': z.object({
    request: codeText,
    device: codeText,
    browser: freeText,
    extensionVersion: freeText,
    key: codeText,
  }),
  'enrolment.declined': z.object({ request: codeText, device: codeText, reason: codeText }),
  'device.revoked': z.object({ device: codeText }),
  'device.forked': z.object({ device: codeText, sequences: z.array(z.int()) }),
  'event.equivocated': z.object({ device: codeText, event: codeText, stored: codeText, given: codeText }),
  'policy.published': z.object({
    version: z.int(),
    digest: codeText,
    note: freeText,
    /** The version whose policy this one only issues again, for a new lease. */
    renews: z.optional(z.nullable(z.int())),
  }),
  'policy.publication-refused': z.object({ code: codeText, basedOn: z.int() }),
  'pack.drafted': z.object({ pack: codeText, revision: z.int(), origin: freeText }),
  'pack.draft-removed': z.object({ pack: codeText, revision: z.int() }),
  'pack.published': z.object({
    pack: codeText,
    version: z.int(),
    source: z.enum(['draft', 'version', 'built-in']),
    note: freeText,
  }),
  'pack.disabled': z.object({ pack: codeText, note: freeText }),
  'pack.enabled': z.object({ pack: codeText, note: freeText }),
  /** Somebody tried what was not possible: a pack with mistakes, or a draft another person had changed. */
  'pack.refused': z.object({ pack: codeText, code: codeText }),
  'passkey.registered': z.object({ passkey: codeText, label: freeText }),
  'policy.proposed': z.object({
    proposal: codeText,
    basedOn: z.int(),
    digest: codeText,
    note: freeText,
    loosenings: z.int(),
  }),
  'policy.confirmed': z.object({ proposal: codeText, version: z.int(), digest: codeText, author: codeText }),
  'policy.confirmation-refused': z.object({ proposal: codeText, code: codeText }),
  'policy.proposal-withdrawn': z.object({ proposal: codeText }),
  'policy.commented': z.object({ proposal: codeText, text: freeText }),
  'rollout.started': z.object({
    rollout: codeText,
    version: z.int(),
    others: z.int(),
    group: z.nullable(freeText),
    shares: z.array(z.int()),
    hours: z.nullable(z.number()),
  }),
  'rollout.widened': z.object({ rollout: codeText, ring: z.int(), share: z.int() }),
  /** `cause` is null where a person halted it. */
  'rollout.halted': z.object({
    rollout: codeText,
    ring: z.int(),
    reason: freeText,
    cause: z.nullable(
      z.object({
        measure: codeText,
        ring: z.object({ bad: z.int(), of: z.int() }),
        others: z.object({ bad: z.int(), of: z.int() }),
        chance: z.number(),
        level: z.number(),
      }),
    ),
  }),
  'rollout.resumed': z.object({ rollout: codeText, accepted: z.array(codeText) }),
  /** Somebody would have taken this step, and did not sign it. */
  'rollout.refused': z.object({ rollout: codeText, step: codeText, ring: z.int(), code: codeText }),
  'rollout.ended': z.object({ rollout: codeText, state: codeText, version: z.int() }),
  /** Somebody ran a draft over what everybody did in a period. */
  'backtest.started': z.object({ from: codeText, to: codeText, decisions: z.int() }),
  'approval.opened': z.object({
    request,
    rationale: freeText,
    rollbackPlan: freeText,
    ticket: freeText,
    decideBy: codeText,
    steps: z.array(z.object({ rule: z.nullable(codeText), approvers: z.array(freeText) })),
  }),
  /** `complete` is false while further steps are open. `action` is the diff the approver saw (S149). */
  'approval.decided': z.object({
    request,
    decision: z.enum(['approve', 'deny']),
    note: freeText,
    complete: z.boolean(),
    by: who,
    requester: codeText,
    ticket: freeText,
    action: z.unknown(),
    grant: z.nullable(codeText),
    useBy: z.nullable(codeText),
    consideredMs: z.optional(z.int()),
  }),
  'approval.closed': z.object({
    request,
    state: z.enum(['expired', 'withdrawn', 'superseded', 'lapsed', 'revoked']),
    code: z.nullable(codeText),
    by: z.nullable(codeText),
  }),
  /** Somebody tried what they may not do (F36, F68). */
  'approval.refused': z.object({
    request,
    attempt: z.enum(['request', 'decide', 'withdraw']),
    code: codeText,
  }),
  'grant.consumed': z.object({ request, grant: codeText, execution: codeText }),
  'grant.denied': z.object({
    request: z.nullable(codeText),
    grant: codeText,
    execution: codeText,
    code: codeText,
  }),
  'kill.ordered': z.object({ scope: freeText, reason: freeText, epoch: z.int() }),
  'restart.requested': z.object({ restart: codeText, scope: freeText, reason: freeText }),
  'restart.withdrawn': z.object({ restart: codeText, scope: freeText }),
  'restart.confirmed': z.object({
    restart: codeText,
    scope: freeText,
    reason: freeText,
    requestedBy: codeText,
    epoch: z.int(),
  }),
  /** Somebody tried to stop or restart what they may not. */
  'kill.refused': z.object({
    attempt: z.enum(['stop', 'restart', 'confirm', 'withdraw']),
    scope: z.nullable(freeText),
    code: codeText,
  }),
  /** `escalation` and `device`: the event `hold.escalated` it answers. */
  'escalation.answered': z.object({ escalation: codeText, device: codeText, note: freeText }),
  /** `event`, of `device`: what showed that the lesson was learnt in the practice CRM. */
  'lesson.completed': z.object({ lesson: codeText, event: codeText, device: codeText }),
  'explanation.recorded': z.object({ explanation: codeText, vendor: freeText }),
  'explanation.refused': z.object({ explanation: codeText, vendor: freeText, code: codeText }),
  /** What agents and tools report of themselves; `vendor` is the label of the key they sent it with. */
  'run.reported': z.object({ ...runReportSchema.shape, vendor: freeText }),
  'execution.reported': z.object({ ...executionReportSchema.shape, vendor: freeText }),
  'outcome.reported': z.object({ ...outcomeReportSchema.shape, vendor: freeText }),
  'report.refused': z.object({ report: codeText, vendor: freeText, code: codeText }),
  'reservation.granted': z.object({
    reservation: codeText,
    rule: codeText,
    amount: z.number(),
    remaining: z.number(),
  }),
  'reservation.denied': z.object({
    reservation: codeText,
    rule: codeText,
    amount: z.number(),
    code: codeText,
  }),
} as const

export type ServerAuditType = keyof typeof serverDetailSchemas
export type ServerDetail<Type extends ServerAuditType> = z.infer<(typeof serverDetailSchemas)[Type]>

export function isServerAuditType(type: string): type is ServerAuditType {
  return Object.hasOwn(serverDetailSchemas, type)
}
