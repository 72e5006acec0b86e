import type { z } from '../policy/zod.ts'
import { learningSchema, type learningQuerySchema } from '../protocol/http/learning.ts'
import {
  approvalListSchema,
  approvalViewSchema,
  type approvalDecisionSchema,
  type approvalQuerySchema,
} from '../protocol/http/approvals.ts'
import { auditPageSchema, type AuditQuery } from '../protocol/http/audit.ts'
import { backtestPlanSchema, type backtestRequestSchema } from '../protocol/http/backtest.ts'
import {
  draftAnswerSchema,
  draftSchema,
  proposalListSchema,
  proposalSchema,
  type DraftSave,
} from '../protocol/http/change-control.ts'
import {
  deviceListSchema,
  deviceSchema,
  enrolmentCodeSchema,
  peopleSchema,
  type DeviceQuery,
} from '../protocol/http/devices.ts'
import {
  fleetTokenListSchema,
  fleetTokenSchema,
  madeFleetTokenSchema,
  type FleetTokenRequest,
} from '../protocol/http/fleet.ts'
import { enrolmentRequestViewSchema } from '../protocol/http/enrolment-requests.ts'
import {
  packDetailSchema,
  packFindingsSchema,
  packListSchema,
  packVersionDocumentSchema,
  type Bindings,
  type PackDraftChange,
  type PackPublication,
} from '../protocol/http/packs.ts'
import { siteHealthSchema } from '../protocol/http/site-health.ts'
import {
  escalationListSchema,
  escalationViewSchema,
  type escalationQuerySchema,
} from '../protocol/http/escalations.ts'
import { trainingSchema } from '../protocol/http/lessons.ts'
import {
  policyDocumentSchema,
  policyFindingsSchema,
  policyVersionsSchema,
  type PolicyPublication,
} from '../protocol/http/policy.ts'
import {
  challengeSchema,
  passkeysSchema,
  type challengeRequestSchema,
  type Consent,
  type newPasskeySchema,
} from '../protocol/http/passkeys.ts'
import { effectsSchema } from '../protocol/http/effects.ts'
import { rolloutAnswerSchema } from '../protocol/http/rollouts.ts'
import { registerSchema } from '../protocol/http/register.ts'
import { sessionSchema } from '../protocol/http/session.ts'
import { killStateSchema, type killRequestSchema, type restartRequestSchema } from '../protocol/http/trust.ts'
import { call, query } from './call.ts'

const changeRollout = (id: string, change: string, body: object) =>
  call('POST', `/v1/policy/rollouts/${encodeURIComponent(id)}/${change}`, rolloutAnswerSchema, body)

/** Every call the console makes. Answers are parsed with the schemas the server answers by; nothing throws. */
export const client = {
  session: () => call('GET', '/v1/session', sessionSchema),
  signOut: () => call('POST', '/v1/sign-out', null, {}),

  approvals: (filter: z.infer<typeof approvalQuerySchema>) =>
    call('GET', `/v1/approval-requests${query(filter)}`, approvalListSchema),
  approval: (id: string) =>
    call('GET', `/v1/approval-requests/${encodeURIComponent(id)}`, approvalViewSchema),
  decide: (id: string, decision: z.infer<typeof approvalDecisionSchema>) =>
    call('POST', `/v1/approval-requests/${encodeURIComponent(id)}/decision`, approvalViewSchema, decision),
  withdraw: (id: string) =>
    call('POST', `/v1/approval-requests/${encodeURIComponent(id)}/withdraw`, approvalViewSchema, {}),

  escalations: (filter: z.infer<typeof escalationQuerySchema>) =>
    call('GET', `/v1/escalations${query(filter)}`, escalationListSchema),
  answerEscalation: (id: string, note: string) =>
    call('POST', `/v1/escalations/${encodeURIComponent(id)}/answer`, escalationViewSchema, { note }),

  learning: (filter: z.infer<typeof learningQuerySchema>) =>
    call('GET', `/v1/learning${query(filter)}`, learningSchema),

  policy: () => call('GET', '/v1/policy', policyDocumentSchema),
  policyVersions: () => call('GET', '/v1/policy/versions', policyVersionsSchema),
  policyVersion: (version: number) => call('GET', `/v1/policy/versions/${version}`, policyDocumentSchema),
  validatePolicy: (policy: unknown) => call('POST', '/v1/policy/validate', policyFindingsSchema, { policy }),
  publishPolicy: (publication: PolicyPublication) =>
    call('POST', '/v1/policy/versions', policyDocumentSchema, publication),

  policyDraft: () => call('GET', '/v1/policy/draft', draftAnswerSchema),
  saveDraft: (draft: DraftSave) => call('POST', '/v1/policy/draft', draftSchema, draft),
  discardDraft: (revision: number) =>
    call('POST', '/v1/policy/draft/discard', draftAnswerSchema, { revision }),
  policyProposals: () => call('GET', '/v1/policy/proposals', proposalListSchema),
  proposePolicy: (publication: PolicyPublication) =>
    call('POST', '/v1/policy/proposals', proposalSchema, publication),
  confirmProposal: (id: string, digest: string, consent?: Consent) =>
    call('POST', `/v1/policy/proposals/${encodeURIComponent(id)}/confirmation`, proposalSchema, {
      digest,
      consent,
    }),
  withdrawProposal: (id: string) =>
    call('POST', `/v1/policy/proposals/${encodeURIComponent(id)}/withdrawal`, proposalSchema, {}),
  commentOnProposal: (id: string, text: string) =>
    call('POST', `/v1/policy/proposals/${encodeURIComponent(id)}/comments`, proposalSchema, { text }),

  rollout: () => call('GET', '/v1/policy/rollout', rolloutAnswerSchema),
  widenRollout: (id: string, ring: number, consent?: Consent) =>
    changeRollout(id, 'widening', { ring, consent }),
  haltRollout: (id: string, reason: string) => changeRollout(id, 'halt', { reason }),
  resumeRollout: (id: string, consent?: Consent) => changeRollout(id, 'resumption', { consent }),
  returnRollout: (id: string, consent?: Consent) => changeRollout(id, 'return', { consent }),
  effects: (days: number) => call('GET', `/v1/policy/effects${query({ days })}`, effectsSchema),

  startBacktest: (period: z.infer<typeof backtestRequestSchema>) =>
    call('POST', '/v1/backtests', backtestPlanSchema, period),

  register: () => call('GET', '/v1/register', registerSchema),
  audit: (filter: AuditQuery) => call('GET', `/v1/audit${query(filter)}`, auditPageSchema),

  kills: () => call('GET', '/v1/kills', killStateSchema),
  stop: (kill: z.infer<typeof killRequestSchema>) => call('POST', '/v1/kills', killStateSchema, kill),
  requestRestart: (restart: z.infer<typeof restartRequestSchema>) =>
    call('POST', '/v1/kills/restarts', killStateSchema, restart),
  confirmRestart: (id: string, consent?: Consent) =>
    call('POST', `/v1/kills/restarts/${encodeURIComponent(id)}/confirmation`, killStateSchema, { consent }),
  withdrawRestart: (id: string) =>
    call('POST', `/v1/kills/restarts/${encodeURIComponent(id)}/withdrawal`, killStateSchema, {}),

  packs: () => call('GET', '/v1/packs', packListSchema),
  pack: (id: string) => call('GET', packPath(id), packDetailSchema),
  packVersion: (id: string, version: number) =>
    call('GET', `${packPath(id)}/versions/${version}`, packVersionDocumentSchema),
  validatePack: (id: string, given: { readonly pack: unknown; readonly bindings: Bindings }) =>
    call('POST', `${packPath(id)}/validation`, packFindingsSchema, given),
  savePackDraft: (id: string, draft: PackDraftChange) =>
    call('PUT', `${packPath(id)}/draft`, packDetailSchema, draft),
  removePackDraft: (id: string, revision: number) =>
    call('POST', `${packPath(id)}/draft/removal`, null, { revision }),
  publishPack: (id: string, publication: PackPublication) =>
    call('POST', `${packPath(id)}/publication`, packDetailSchema, publication),
  switchPack: (id: string, way: 'enable' | 'disable', note: string) =>
    call('POST', `${packPath(id)}/${way}`, packDetailSchema, { note }),

  siteHealth: () => call('GET', '/v1/site-health', siteHealthSchema),

  training: () => call('GET', '/v1/lessons', trainingSchema),

  passkeys: () => call('GET', '/v1/passkeys', passkeysSchema),
  passkeyChallenge: (asked: z.infer<typeof challengeRequestSchema>) =>
    call('POST', '/v1/passkeys/challenges', challengeSchema, asked),
  beginPasskey: () => call('POST', '/v1/passkeys/registrations', challengeSchema, {}),
  addPasskey: (passkey: z.infer<typeof newPasskeySchema>) =>
    call('POST', '/v1/passkeys', passkeysSchema, passkey),

  devices: (asked: DeviceQuery) => call('GET', `/v1/devices${query({ ...asked })}`, deviceListSchema),
  fleetTokens: () => call('GET', '/v1/fleet-tokens', fleetTokenListSchema),
  makeFleetToken: (asked: FleetTokenRequest) => call('POST', '/v1/fleet-tokens', madeFleetTokenSchema, asked),
  revokeFleetToken: (id: string) =>
    call('POST', `/v1/fleet-tokens/${encodeURIComponent(id)}/revocation`, fleetTokenSchema, {}),
  revokeDevice: (id: string) =>
    call('POST', `/v1/devices/${encodeURIComponent(id)}/revocation`, deviceSchema, {}),
  enrolmentRequest: (id: string) => call('GET', requestPath(id), enrolmentRequestViewSchema),
  confirmEnrolment: (id: string, code: string) =>
    call('POST', `${requestPath(id)}/confirmation`, enrolmentRequestViewSchema, { code }),
  refuseEnrolment: (id: string) => call('POST', `${requestPath(id)}/refusal`, enrolmentRequestViewSchema, {}),
  people: () => call('GET', '/v1/people', peopleSchema),
  createEnrolmentCode: (email: string) => call('POST', '/v1/enrolment-codes', enrolmentCodeSchema, { email }),
}

function requestPath(id: string): string {
  return `/v1/enrolment-requests/${encodeURIComponent(id)}`
}

function packPath(id: string): string {
  return `/v1/packs/${encodeURIComponent(id)}`
}
