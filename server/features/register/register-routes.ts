import { packsOf } from '../../../sites/registry.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import { registerSchema } from '../../../protocol/http/register.ts'
import type { RegisterEntry } from '../../../protocol/http/register.ts'
import type { Bundle } from '../../../policy/bundle.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'

/** GET /v1/register: the workflows, each with the surfaces that really exist in a site pack. */
export function registerRoutes(app: App, { store, packs }: Parts): void {
  app.get(
    '/v1/register',
    { ...atConsole(), schema: { summary: say('api.register'), response: { 200: registerSchema } } },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const row = await store.transact({ tenant }, (tx) => readBundle(tx, tenant, 'current'))
      if (row === undefined) return refuse(reply, 'NO_POLICY')
      const bundle = bundleOf(row)
      const entries = entriesOf(bundle, packsOf({ good: packs, bad: [] }, bundle).good)
      const unbound = entries.filter((entry) => entry.bound.length === 0).length
      return { version: bundle.version, issuedAt: bundle.issuedAt, unbound, entries }
    },
  )
}

function entriesOf(bundle: Bundle, packs: readonly SitePack[]): RegisterEntry[] {
  const known = new Map(
    packs.flatMap((pack) =>
      pack.surfaces.map(({ id, name, backstop }) => {
        const ref = `${pack.id}/${id}`
        return [ref, { ref, site: pack.name, surface: id, name, backstop }] as const
      }),
    ),
  )
  return bundle.workflows.map((workflow) => ({
    ...workflow,
    bound: workflow.surfaces.flatMap((ref) => known.get(ref) ?? []),
  }))
}
