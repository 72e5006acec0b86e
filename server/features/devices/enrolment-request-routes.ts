import { z } from '../../../policy/zod.ts'
import {
  enrolmentAnswerSchema,
  enrolmentConfirmationSchema,
  enrolmentQuestionSchema,
  enrolmentRequestedSchema,
  enrolmentRequestSchema,
  enrolmentRequestViewSchema,
} from '../../../protocol/http/enrolment-requests.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { bearerOf, isOfProof, problemOfProof, refuseProof } from '../../http/authenticate.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { confirmEnrolment, declineEnrolment, viewRequest } from './decide-enrolment.ts'
import { answerEnrolment, requestEnrolment } from './enrolment-requests.ts'

const path = '/v1/enrolment-requests'
const params = z.object({ id: z.uuid() })
const anybody = atConsole('rep', 'approver', 'admin')
const response = { 200: enrolmentRequestViewSchema }

/** Enrolment by whoever signs in: the browser asks, the person says yes at the console, the browser hears of it. */
export function enrolmentRequestRoutes(app: App, parts: Parts): void {
  app.post(
    path,
    {
      schema: {
        ...{ summary: say('api.enrolment-request'), body: enrolmentRequestSchema },
        response: { 201: enrolmentRequestedSchema },
      },
    },
    async (request, reply) => {
      const requested = await requestEnrolment(parts, request.body)
      return requested === null ? refuse(reply, 'ENROLMENT_BUSY') : reply.code(201).send(requested)
    },
  )
  app.post(
    `${path}/:id/answer`,
    {
      schema: {
        ...{ summary: say('api.enrolment-answer'), params, body: enrolmentQuestionSchema },
        response: { 200: enrolmentAnswerSchema },
      },
    },
    async (request, reply) => {
      const answered = await answerEnrolment(parts, {
        ...{ id: request.params.id, nonce: request.body.nonce },
        secret: bearerOf(request.headers.authorization ?? '') ?? '',
        prove: (key) => problemOfProof(parts, request, key),
      })
      if (answered.ok) return answered.answer
      const { reason } = answered
      return isOfProof(reason) ? refuseProof(parts, reply, reason) : refuse(reply, reason)
    },
  )
  app.get(
    `${path}/:id`,
    { ...anybody, schema: { summary: say('api.enrolment-request-view'), params, response } },
    async (request, reply) => {
      const seen = await viewRequest(parts, personOf(request), request.params.id)
      return seen.ok ? seen.view : refuse(reply, seen.reason)
    },
  )
  app.post(
    `${path}/:id/confirmation`,
    {
      ...anybody,
      schema: {
        ...{ summary: say('api.enrolment-confirmation'), params, body: enrolmentConfirmationSchema },
        response,
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const decided = await confirmEnrolment(parts, personOf(request), id, request.body.code)
      return decided.ok ? decided.view : refuse(reply, decided.reason)
    },
  )
  app.post(
    `${path}/:id/refusal`,
    {
      ...anybody,
      schema: { summary: say('api.enrolment-refusal'), params, body: z.strictObject({}), response },
    },
    async (request, reply) => {
      const decided = await declineEnrolment(parts, personOf(request), request.params.id)
      return decided.ok ? decided.view : refuse(reply, decided.reason)
    },
  )
}
