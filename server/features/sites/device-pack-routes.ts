import type { FastifyRequest } from 'fastify'
import { idSchema } from '../../../policy/workflow.ts'
import { z } from '../../../policy/zod.ts'
import {
  devicePackDraftSavedSchema,
  devicePackDraftSchema,
  devicePackSchema,
  workflowChoicesSchema,
} from '../../../protocol/http/packs.ts'
import { asDevice, deviceOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'
import { bindingsOf, readPacks } from './pack-view.ts'
import { saveDraft } from './save-draft.ts'

/** What the side panel asks while an administrator makes a pack on a live page. */
export function devicePackRoutes(app: App, parts: Parts): void {
  const { store } = parts

  app.get(
    '/v1/workflows',
    {
      ...asDevice,
      schema: { summary: say('api.workflows'), response: { 200: workflowChoicesSchema } },
    },
    async (request, reply) => {
      const { tenant } = deviceOf(request)
      const row = await store.transact({ tenant }, (tx) => readBundle(tx, tenant, 'current'))
      if (row === undefined) return refuse(reply, 'NO_POLICY')
      const { workflows } = bundleOf(row)
      return { items: workflows.map(({ id, name, category, tier }) => ({ id, name, category, tier })) }
    },
  )

  app.get(
    '/v1/pack-drafts/:id',
    {
      ...asDevice,
      schema: {
        summary: say('api.device-pack'),
        params: z.object({ id: idSchema }),
        response: { 200: devicePackSchema },
      },
    },
    async (request, reply) => {
      const admin = adminOf(request)
      if (admin === null) return refuse(reply, 'ROLE_MISSING')
      const { tenant } = admin
      const packs = await store.transact({ tenant }, (tx) => readPacks(tx, parts, tenant))
      if (packs === null) return refuse(reply, 'NO_POLICY')
      const { id } = request.params
      const draft = packs.drafts.get(id)
      if (draft !== undefined) return { revision: draft.revision, pack: draft.body, bindings: draft.bindings }
      const pack = packs.known.get(id)
      if (pack === undefined) return refuse(reply, 'PACK_UNKNOWN')
      return { revision: 0, pack, bindings: bindingsOf(packs.bundle, id) }
    },
  )

  app.post(
    '/v1/pack-drafts',
    {
      ...asDevice,
      schema: {
        summary: say('api.device-pack-draft'),
        body: devicePackDraftSchema,
        response: { 201: devicePackDraftSavedSchema },
      },
    },
    async (request, reply) => {
      const admin = adminOf(request)
      if (admin === null) return refuse(reply, 'ROLE_MISSING')
      const id = idOf(request.body.pack)
      const saved = await store.transact({ tenant: admin.tenant }, (tx, now) =>
        saveDraft({ tx, now, newId: parts.newId }, admin, { ...request.body, id }),
      )
      if (!saved.ok)
        return refuse(reply, saved.reason, saved.findings ? { members: { findings: saved.findings } } : {})
      const consoleUrl = `${parts.origin()}/sites/${encodeURIComponent(id)}`
      return reply.code(201).send({ id, revision: saved.revision, consoleUrl, findings: [...saved.findings] })
    },
  )
}

/** A device may do what its person may; everything else about packs is done at the console. */
function adminOf(request: FastifyRequest): DevicePrincipal | null {
  const device = deviceOf(request)
  return device.person.roles.includes('admin') ? device : null
}

/** What the pack calls itself; a pack without an id is refused by its schema. */
function idOf(pack: unknown): string {
  const id: unknown = typeof pack === 'object' && pack !== null ? Reflect.get(pack, 'id') : undefined
  return typeof id === 'string' ? id : ''
}
