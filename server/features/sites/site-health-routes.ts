import { siteHealthSchema } from '../../../protocol/http/site-health.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { readPacks } from './pack-view.ts'
import { readSiteHealth } from './site-health.ts'

/** Places that no longer look as their packs say. */
export function siteHealthRoutes(app: App, parts: Parts): void {
  app.get(
    '/v1/site-health',
    {
      ...atConsole('admin'),
      schema: { summary: say('api.site-health'), response: { 200: siteHealthSchema } },
    },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const items = await parts.store.transact({ tenant }, async (tx, now) => {
        const packs = await readPacks(tx, parts, tenant)
        return packs === null ? null : readSiteHealth(tx, packs, tenant, now)
      })
      return items === null ? refuse(reply, 'NO_POLICY') : { items }
    },
  )
}
