import type { Action } from '../../policy/action.ts'
import type { Decision, Reason } from '../../policy/decision.ts'
import type { AuditFact } from '../../protocol/audit/event.ts'
import type { DecidedAction, DescribedAction, StatedDecision } from '../../protocol/audit/parts.ts'
import type { AuditType } from '../../protocol/audit/registry.ts'
import type { HoldRow } from '../db/rows.ts'
import type { Worker } from '../worker.ts'

type Detail = Readonly<Record<string, unknown>>

/** An event about this device or its policy, with no action behind it. */
export function fact(
  worker: Worker,
  type: AuditType,
  detail: Detail,
  bundleVersion: number | null = null,
): AuditFact {
  return {
    id: worker.environment.newId(),
    type,
    at: new Date(worker.environment.now()).toISOString(),
    bundleVersion,
    subject: {
      site: null,
      account: null,
      surface: null,
      operation: null,
      workflow: null,
      tier: null,
      record: null,
      digest: null,
      hold: null,
    },
    detail: { ...detail },
  }
}

/** An event about a held action. */
export function holdFact(worker: Worker, type: AuditType, hold: HoldRow, detail: Detail): AuditFact {
  const { action, decision } = hold
  return {
    ...fact(worker, type, detail, decision.bundleVersion),
    subject: {
      site: action.site,
      account: action.account,
      surface: action.surface,
      operation: action.operation,
      workflow: decision.workflow,
      tier: decision.tier,
      record: action.record,
      digest: hold.digest,
      hold: hold.hold,
    },
  }
}

export function decidedAction(hold: HoldRow): DecidedAction {
  return {
    action: describedAction(hold.action),
    decision: statedDecision(hold.decision),
    explanation: hold.suggestion?.id ?? null,
    ...(hold.inputs && { inputs: hold.inputs }),
  }
}

export function describedAction(action: Action): DescribedAction {
  return {
    trigger: action.trigger,
    actor: action.actor,
    fields: action.fields,
    recipients: action.recipients,
    content: action.content.map((part) => ({ name: part.name, length: part.text.length })),
    volume: action.volume,
    unreadable: action.unreadable,
    ...(action.assisted && { assisted: [...action.assisted] }),
  }
}

function statedDecision(decision: Decision): StatedDecision {
  const stated = (reasons: readonly Reason[]) =>
    reasons.map(({ code, rule, params }) => ({ code, rule, params: { ...params } }))
  return {
    effect: decision.effect,
    reasons: stated(decision.reasons),
    tips: stated(decision.tips),
    observed: stated(decision.observed),
    obligations: decision.obligations.map(({ kind, rule }) => ({ kind, rule })),
  }
}
