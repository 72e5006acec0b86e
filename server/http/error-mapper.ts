import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { SignerError } from '../features/signing/signer.ts'
import { refuse } from './problems.ts'
import type { ProblemCode } from './problems.ts'
import { sentenceOf } from './validation-sentence.ts'

const byContext: Record<string, ProblemCode> = {
  body: 'BODY_INVALID',
  querystring: 'QUERY_INVALID',
  params: 'PATH_INVALID',
}
const byFastifyCode: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'BODY_NOT_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BODY_MISSING',
  FST_ERR_CTP_EMPTY_TYPE: 'BODY_NOT_JSON',
  FST_ERR_BAD_URL: 'PATH_INVALID',
}
const storeIsAway = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
])

/** A body that could not be read carries its problem through Fastify's error path. */
export class BodyRefused extends Error {
  readonly problem: ProblemCode
  constructor(problem: ProblemCode) {
    super(problem)
    this.problem = problem
  }
}

/** The only place where an exception becomes an answer. */
export function mapError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof BodyRefused) return refuse(reply, error.problem)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0]
    const code = byContext[error.validationContext ?? ''] ?? 'REQUEST_INVALID'
    return refuse(reply, code, { params: { problem: sentenceOf(issue) } })
  }
  if (error instanceof SignerError) {
    request.log.error({ reason: error.reason, path: error.path }, 'nothing was signed')
    return refuse(reply, 'SIGNER_UNAVAILABLE')
  }
  const code = typeof error.code === 'string' ? error.code : ''
  const known = byFastifyCode[code]
  if (known !== undefined) return refuse(reply, known)
  if (/^22[0-9A-Z]{3}$/.test(code)) return refuse(reply, 'VALUE_INVALID')
  if (/^23[0-9A-Z]{3}$/.test(code)) return refuse(reply, 'CONFLICT')
  if (storeIsAway.has(code)) return refuse(reply, 'STORE_UNAVAILABLE')
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return refuse(reply, 'REQUEST_INVALID')
  // Names and places only: a message or a detail of the database may hold a customer's values.
  request.log.error({ name: error.name, code, stack: framesOf(error) }, 'unexpected error')
  return refuse(reply, 'INTERNAL')
}

function framesOf(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .join('\n')
}
