import { reservationSchema, reservedSchema } from '../../../protocol/http/devices.ts'
import { asDevice, deviceOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { reserve } from './reserve.ts'

export function reservationRoutes(app: App, parts: Parts): void {
  app.post(
    '/v1/reservations',
    {
      ...asDevice,
      schema: { summary: say('api.reservation'), body: reservationSchema, response: { 201: reservedSchema } },
    },
    async (request, reply) => {
      const reservation = await reserve(parts, deviceOf(request), request.body)
      if (reservation.ok) return reply.code(201).send(reservation.reserved)
      if (reservation.reason !== 'CAP_REACHED') return refuse(reply, reservation.reason)
      const { remaining } = reservation
      return refuse(reply, 'CAP_REACHED', { params: { remaining }, members: { remaining } })
    },
  )
}
