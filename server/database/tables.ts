import type { Generated } from 'kysely'
import type { Action } from '../../policy/action.ts'
import type { Explanation } from '../../policy/explanation.ts'
import type { Loosening } from '../../policy/loosening.ts'
import type { Tier } from '../../policy/tier.ts'
import type { Bindings } from '../../protocol/http/packs.ts'
import type { SitePack } from '../../protocol/site-pack.ts'
import type { RolloutPlan } from '../../protocol/http/rollouts.ts'
import type { proposalStates } from '../../protocol/http/change-control.ts'
import type { ConsentPurpose } from '../../protocol/http/passkeys.ts'
import type { ApprovalState, ApprovalStep, SignedReceipt } from '../features/approvals/approval-record.ts'
import type { DeviceTables } from './device-tables.ts'
import type { RolloutTables } from './rollout-tables.ts'
import type { Jsonb } from './jsonb.ts'

export interface Tables extends DeviceTables, RolloutTables {
  tenants: { tenant: string; name: string }
  persons: {
    tenant: string
    id: string
    email: string
    name: string
    roles: string[]
    groups: string[]
  }
  bundles: {
    tenant: string
    version: number
    payload: string
    digest: string
    issued_at: Date
    issued_by: string | null
    note: string
    /** JSON of the envelope's signatures. */
    signatures: Generated<string>
    renews: number | null
  }
  trust_roots: { tenant: string; version: number; digest: string; envelope: string }
  trust_timestamps: { tenant: string; version: number; envelope: string; issued_at: Date; not_after: Date }
  audit_events: {
    tenant: string
    position: Generated<number>
    id: string
    device: string | null
    person: string | null
    sequence: number | null
    type: string
    at: string
    received_at: Date
    hold: string | null
    workflow: string | null
    digest: string
    raw: Uint8Array
    body: Jsonb<unknown>
  }
  approval_requests: {
    tenant: string
    id: string
    state: ApprovalState
    version: Generated<number>
    requester: string
    device: string
    hold: string
    action: Jsonb<Action>
    digest: string
    request_digest: string
    workflow: string
    workflow_name: string
    tier: Tier | null
    bundle_version: number
    steps: Jsonb<ApprovalStep[]>
    rationale: string
    rollback_plan: string
    ticket: string
    note: string
    supersedes: string | null
    created_at: Date
    decide_by: Date
    decided_at: Date | null
    decided_by: string | null
    /** How long whoever signed last had it before them, where that is known. */
    considered_ms: number | null
    use_by: Date | null
    grant_id: string | null
    receipt: Jsonb<SignedReceipt> | null
    execution: string | null
    consumed_at: Date | null
  }
  explanations: {
    tenant: string
    id: string
    site: string
    account: string
    record_type: string
    record_id: string
    operation: string
    digest: string
    body: Jsonb<Explanation>
    recorded_at: Date
  }
  reservations: {
    tenant: string
    id: string
    rule: string
    amount: number
    remaining: number
    device: string
    person: string
    window_start: Date
    at: Date
  }
  digest_mails: {
    tenant: string
    week: Date
    person: string
    id: string
    claimed_until: Date
    sent_at: Date | null
  }
  override_uses: { tenant: string; id: string; person: string; rule: string; device: string; at: Date }
  kill_documents: {
    tenant: string
    epoch: number
    payload: string
    envelope: string
    /** Whether this document stops something the one before did not. */
    stops: boolean
    issued_at: Date
  }
  kill_orders: {
    tenant: string
    id: string
    scope: string
    reason: string
    stopped_by: string
    stopped_at: Date
    epoch: number
    restarted_by: string | null
    restarted_at: Date | null
  }
  kill_restarts: {
    tenant: string
    id: string
    kill: string
    reason: string
    requested_by: string
    requested_at: Date
    closed_by: string | null
    closed_at: Date | null
  }
  policy_drafts: {
    tenant: string
    based_on: number
    body: string
    note: string
    revision: number
    editors: string[]
    saved_by: string
    saved_at: Date
  }
  policy_proposals: {
    tenant: string
    id: string
    state: (typeof proposalStates)[number]
    based_on: number
    /** Canonical text; `digest` is of it, and is what the second person confirms. */
    policy: string
    digest: string
    /** How it reaches the fleet once it is confirmed; null = all at once. */
    rollout: Jsonb<RolloutPlan> | null
    loosenings: Jsonb<Loosening[]>
    note: string
    author: string
    authors: string[]
    created_at: Date
    closed_by: string | null
    closed_at: Date | null
    version: number | null
  }
  proposal_comments: {
    tenant: string
    id: string
    proposal: string
    person: string
    body: string
    at: Date
  }
  passkeys: {
    tenant: string
    id: string
    person: string
    public_key: Uint8Array
    counter: number
    label: string
    created_at: Date
    used_at: Date | null
    removed_at: Date | null
  }
  passkey_challenges: {
    tenant: string
    id: string
    person: string
    purpose: ConsentPurpose | 'register'
    subject: string
    challenge: string
    expires_at: Date
    used_at: Date | null
  }
  kill_reports: { tenant: string; device: string; epoch: number; at: Date; applied_at: Date | null }
  pack_drafts: {
    tenant: string
    pack: string
    revision: number
    body: Jsonb<SitePack> | null
    bindings: Jsonb<Bindings>
    origin: string
    note: string
    saved_at: Date
    saved_by: string
  }
  pack_versions: {
    tenant: string
    pack: string
    version: number
    body: Jsonb<SitePack>
    bundle_version: number
    note: string
    published_at: Date
    published_by: string | null
  }
  counters: { tenant: string; rule: string; window_start: Date; used: number }
}
