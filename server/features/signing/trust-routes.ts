import type { Transaction } from 'kysely'
import { trustQuerySchema, trustSchema } from '../../../protocol/http/trust.ts'
import type { Trust } from '../../../protocol/http/trust.ts'
import { asStreaming, hearsAll, personOf } from '../../http/access.ts'
import type { Envelope } from '../../../policy/trust/envelope.ts'
import type { Tables } from '../../database/tables.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import { sendText } from '../../http/send-text.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { killEnvelopeOf } from '../kills/issue-kill.ts'
import { readKillDocument } from '../kills/kill-store.ts'
import { signedBundle } from '../policy/signed-bundle.ts'
import { timestampFor } from './renew-timestamp.ts'
import { readTimestamp, rootsAbove, storedEnvelope } from './trust-store.ts'

/** GET /v1/trust: what is current, signed. The same for everybody of a tenant, save for who sends a nonce. */
export function trustRoutes(app: App, parts: Parts): void {
  app.get(
    '/v1/trust',
    {
      ...asStreaming,
      schema: { summary: say('api.trust'), querystring: trustQuerySchema, response: { 200: trustSchema } },
    },
    async (request, reply) => {
      const who = personOf(request)
      const { tenant } = who
      const { root, nonce, bundle: held } = request.query
      void reply.header('cache-control', 'private, no-store')
      const isTold = hearsAll(parts, request)
      const added = held === undefined ? null : await signedBundle(parts, who, isTold, held)
      const bundle = () => added && { bundle: JSON.parse(added.text) as Envelope }
      if (isTold && nonce === undefined) {
        // As bytes: ten thousand browsers that ask at once get the same ones.
        const answer = await parts.remembered.get(tenant, `trust ${root} ${added?.version}`, async () => {
          const found = await parts.store.transact({ tenant }, (tx) => current(tx, tenant, root))
          return found && Buffer.from(JSON.stringify({ ...found, ...bundle() }))
        })
        return answer === null ? refuse(reply, 'NO_POLICY') : sendText(reply, answer)
      }
      const trust = await parts.store.transact({ tenant }, async (tx, now) => {
        const found = await current(tx, tenant, root)
        if (found === null || nonce === undefined) return found
        const change = { tx, now, newId: parts.newId }
        return { ...found, timestamp: (await timestampFor(change, parts, tenant, nonce)) ?? found.timestamp }
      })
      return trust ? { ...trust, ...bundle() } : refuse(reply, 'NO_POLICY')
    },
  )
}

async function current(tx: Transaction<Tables>, tenant: string, root: number): Promise<Trust | null> {
  const timestamp = await readTimestamp(tx, tenant)
  const kill = await readKillDocument(tx, tenant, 'current')
  if (timestamp === undefined || kill === undefined) return null
  const restart = await readKillDocument(tx, tenant, 'restart')
  return {
    roots: (await rootsAbove(tx, tenant, root)).map((row) => storedEnvelope(row.envelope)),
    timestamp: storedEnvelope(timestamp.envelope),
    kill: killEnvelopeOf(kill),
    restart: restart && restart.epoch < kill.epoch ? killEnvelopeOf(restart) : null,
  }
}
