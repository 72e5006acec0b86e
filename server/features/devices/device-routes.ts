import { z } from '../../../policy/zod.ts'
import {
  deviceListSchema,
  deviceQuerySchema,
  deviceSchema,
  deviceStatusSchema,
  enrolledSchema,
  enrolmentCodeRequestSchema,
  enrolmentCodeSchema,
  enrolmentSchema,
  peopleSchema,
} from '../../../protocol/http/devices.ts'
import { asStreamingDevice, atConsole, deviceOf, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { isOfProof, problemOfProof, refuseProof } from '../../http/authenticate.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { listDevices, listPeople, revokeDevice } from './device-store.ts'
import { enrol, offerEnrolment } from './enrolment.ts'
import { statusNotes } from './note-statuses.ts'

const idParams = z.object({ id: z.uuid() })

export function deviceRoutes(app: App, parts: Parts): void {
  const noteStatus = statusNotes(parts.store)

  app.post(
    '/v1/enrolment-codes',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.enrolment-codes'),
        body: enrolmentCodeRequestSchema,
        response: { 201: enrolmentCodeSchema },
      },
    },
    async (request, reply) => {
      const offered = await offerEnrolment(parts, personOf(request), request.body.email)
      return offered.ok ? reply.code(201).send(offered.code) : refuse(reply, offered.reason)
    },
  )

  app.post(
    '/v1/enrolments',
    { schema: { summary: say('api.enrolments'), body: enrolmentSchema, response: { 201: enrolledSchema } } },
    async (request, reply) => {
      const enrolment = await enrol(parts, request.body, (key, code) =>
        problemOfProof(parts, request, key, code),
      )
      if (enrolment.ok) return reply.code(201).send(enrolment.enrolled)
      const { reason } = enrolment
      return isOfProof(reason) ? refuseProof(parts, reply, reason) : refuse(reply, reason)
    },
  )

  app.post(
    '/v1/devices/status',
    { ...asStreamingDevice, schema: { summary: say('api.device-status'), body: deviceStatusSchema } },
    async (request, reply) => {
      const { tenant, device } = deviceOf(request)
      await noteStatus({ tenant, device, status: request.body })
      return reply.code(204).send()
    },
  )

  app.get(
    '/v1/devices',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.devices'),
        querystring: deviceQuerySchema,
        response: { 200: deviceListSchema },
      },
    },
    async (request) => listDevices(parts.store, personOf(request).tenant, request.query),
  )

  app.post(
    '/v1/devices/:id/revocation',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.device-revocation'),
        params: idParams,
        body: z.strictObject({}),
        response: { 200: deviceSchema },
      },
    },
    async (request, reply) => {
      const device = await revokeDevice(parts, personOf(request), request.params.id)
      return device ?? refuse(reply, 'DEVICE_UNKNOWN')
    },
  )

  app.get(
    '/v1/people',
    { ...atConsole('admin'), schema: { summary: say('api.people'), response: { 200: peopleSchema } } },
    async (request) => ({ items: await listPeople(parts.store, personOf(request).tenant) }),
  )
}
