import type { FastifyReply } from 'fastify'
import { say } from '../words.ts'
import type { Params } from '../words.ts'

/** Every refusal this server can answer, with its HTTP status. Words live in the locale file under `problem.<code>`. */
export const problemStatus = {
  BODY_MALFORMED: 400,
  BODY_INVALID: 400,
  BODY_TOO_DEEP: 400,
  BODY_TOO_MANY_KEYS: 400,
  BODY_DUPLICATE_KEY: 400,
  BODY_FORBIDDEN_KEY: 400,
  BODY_NUL: 400,
  BODY_MISSING: 400,
  BODY_TOO_LARGE: 413,
  BODY_NOT_JSON: 415,
  BODY_ENCODED: 415,
  QUERY_INVALID: 400,
  PATH_INVALID: 400,
  CURSOR_INVALID: 400,
  VALUE_INVALID: 400,
  REQUEST_INVALID: 400,
  HOST_FOREIGN: 421,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  INTERNAL: 500,
  STORE_UNAVAILABLE: 503,
  SIGNER_UNAVAILABLE: 503,
  TOKEN_MISSING: 401,
  TOKEN_UNKNOWN: 401,
  TOKEN_WRONG_KIND: 403,
  DEVICE_REVOKED: 401,
  PROOF_NEEDED: 401,
  PROOF_REFUSED: 401,
  KEY_REFUSED: 401,
  SIGNED_OUT: 401,
  SESSION_EXPIRED: 401,
  ORIGIN_FOREIGN: 403,
  ROLE_MISSING: 403,
  CODE_UNKNOWN: 403,
  DEVICE_TAKEN: 409,
  DEVICE_UNKNOWN: 404,
  FLEET_TOKEN_UNKNOWN: 404,
  TOKEN_USED_UP: 403,
  ENROLMENT_BUSY: 429,
  ENROLMENT_REQUEST_UNKNOWN: 404,
  ENROLMENT_REQUEST_CLOSED: 409,
  CHECK_CODE_WRONG: 422,
  PERSON_MISSING: 422,
  PERSON_NOT_ALLOWED: 403,
  PERSON_UNKNOWN: 404,
  NO_POLICY: 404,
  VERSION_UNKNOWN: 404,
  POLICY_CONFLICT: 409,
  POLICY_INVALID: 422,
  POLICY_TOO_LARGE: 422,
  PACK_UNKNOWN: 404,
  PACK_VERSION_UNKNOWN: 404,
  PACK_CONFLICT: 409,
  PACK_INVALID: 422,
  SECOND_PERSON_NEEDED: 409,
  NOTHING_LOOSENED: 409,
  PROPOSAL_OPEN: 409,
  PROPOSAL_UNKNOWN: 404,
  PROPOSAL_CLOSED: 409,
  OWN_PROPOSAL: 403,
  DRAFT_CHANGED: 409,
  ROLLOUT_UNKNOWN: 404,
  ROLLOUT_OPEN: 409,
  ROLLOUT_CHANGED: 409,
  ROLLOUT_HALTED: 409,
  PASSKEY_MISSING: 403,
  PASSKEY_NEEDED: 403,
  PASSKEY_REFUSED: 403,
  SIGN_IN_AGAIN: 403,
  STREAM_BUSY: 503,
  STREAM_LIMIT: 429,
  APPROVAL_UNKNOWN: 404,
  APPROVAL_ID_TAKEN: 409,
  DIGEST_MISMATCH: 422,
  NO_TIER: 422,
  ACTION_REFUSED: 422,
  APPROVAL_NOT_NEEDED: 409,
  NO_APPROVER: 409,
  SUPERSEDED_UNKNOWN: 422,
  APPROVAL_CLOSED: 409,
  APPROVAL_EXPIRED: 409,
  APPROVAL_CHANGED: 409,
  OWN_REQUEST: 403,
  NOT_AN_APPROVER: 403,
  NOT_THE_REQUESTER: 403,
  GRANT_UNKNOWN: 404,
  GRANT_CONSUMED: 409,
  GRANT_LAPSED: 409,
  GRANT_REVOKED: 409,
  PAYLOAD_CHANGED: 409,
  POLICY_STRICTER: 409,
  KILLED: 409,
  SCOPE_UNKNOWN: 422,
  KILLS_FULL: 409,
  KILL_UNKNOWN: 404,
  RESTART_PENDING: 409,
  RESTART_UNKNOWN: 404,
  OWN_RESTART: 403,
  ESCALATION_UNKNOWN: 404,
  ESCALATION_ANSWERED: 409,
  OWN_ESCALATION: 403,
  EXPLANATION_ID_TAKEN: 409,
  REPORT_ID_TAKEN: 409,
  RULE_UNKNOWN: 404,
  CAP_REACHED: 409,
  OVERRIDE_BUDGET_SPENT: 409,
  USE_ID_TAKEN: 422,
  RESERVATION_ID_TAKEN: 409,
} as const
export type ProblemCode = keyof typeof problemStatus

interface Extra {
  readonly params?: Params
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>>
}

export function problemOf(code: ProblemCode, extra: Extra = {}) {
  return {
    status: problemStatus[code],
    code,
    title: say(`problem.${code}.title`, extra.params),
    detail: say(`problem.${code}.detail`, extra.params),
    ...extra.members,
  }
}

/** Answers with a problem document (RFC 9457). */
export function refuse(reply: FastifyReply, code: ProblemCode, extra: Extra = {}): FastifyReply {
  const problem = problemOf(code, extra)
  if (problem.status === 401 && !reply.hasHeader('www-authenticate'))
    void reply.header('www-authenticate', 'Bearer')
  if ((problem.status === 503 || problem.status === 429) && !reply.hasHeader('retry-after'))
    void reply.header('retry-after', '5')
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}
