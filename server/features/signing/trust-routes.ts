import { trustQuerySchema, trustSchema } from '../../../protocol/http/trust.ts'
import { asPerson, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { killEnvelopeOf } from '../kills/issue-kill.ts'
import { readKillDocument } from '../kills/kill-store.ts'
import { timestampFor } from './renew-timestamp.ts'
import { readTimestamp, rootsAbove, storedEnvelope } from './trust-store.ts'

/** GET /v1/trust: what is current, signed. The same for everybody of a tenant, save for who sends a nonce. */
export function trustRoutes(app: App, parts: Parts): void {
  app.get(
    '/v1/trust',
    {
      ...asPerson,
      schema: { summary: say('api.trust'), querystring: trustQuerySchema, response: { 200: trustSchema } },
    },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const { root, nonce } = request.query
      const trust = await parts.store.transact({ tenant }, async (tx, now) => {
        const stored = await readTimestamp(tx, tenant)
        const kill = await readKillDocument(tx, tenant, 'current')
        if (stored === undefined || kill === undefined) return null
        const restart = await readKillDocument(tx, tenant, 'restart')
        const signed =
          nonce === undefined
            ? null
            : await timestampFor({ tx, now, newId: parts.newId }, parts, tenant, nonce)
        return {
          roots: (await rootsAbove(tx, tenant, root)).map((row) => storedEnvelope(row.envelope)),
          timestamp: signed ?? storedEnvelope(stored.envelope),
          kill: killEnvelopeOf(kill),
          restart: restart && restart.epoch < kill.epoch ? killEnvelopeOf(restart) : null,
        }
      })
      void reply.header('cache-control', 'private, no-store')
      return trust ?? refuse(reply, 'NO_POLICY')
    },
  )
}
