import type { FastifyReply } from 'fastify'
import { idSchema } from '../../../policy/workflow.ts'
import { z } from '../../../policy/zod.ts'
import {
  packDetailSchema,
  packDraftChangeSchema,
  packDraftRemovalSchema,
  packFindingsSchema,
  packListSchema,
  packPublicationSchema,
  packSwitchSchema,
  packValidationSchema,
  packVersionDocumentSchema,
} from '../../../protocol/http/packs.ts'
import type { Change } from '../../database/change.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { propose } from '../changes/propose.ts'
import { checkPack } from './check-pack.ts'
import { readVersions, writeDraft } from './pack-store.ts'
import { detailOf, readPacks, summariesOf, versionView } from './pack-view.ts'
import { publishPack, switchPack } from './publish-pack.ts'
import type { PackChange } from './publish-pack.ts'
import { saveDraft } from './save-draft.ts'

const params = z.object({ id: idSchema })
const versionParams = z.object({
  id: idSchema,
  version: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1e9)),
})
const atAdmin = atConsole('admin')

interface Asked {
  readonly who: PersonPrincipal
  readonly id: string
  readonly code: 200 | 201 | 202
}

/** Site packs at the console: what is in force, what is drafted, and how the one becomes the other. */
export function packRoutes(app: App, parts: Parts): void {
  const { store } = parts

  app.get(
    '/v1/packs',
    { ...atAdmin, schema: { summary: say('api.packs'), response: { 200: packListSchema } } },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const packs = await store.transact({ tenant }, (tx) => readPacks(tx, parts, tenant))
      if (packs === null) return refuse(reply, 'NO_POLICY')
      return { bundleVersion: packs.bundle.version, items: summariesOf(packs) }
    },
  )

  app.get(
    '/v1/packs/:id',
    { ...atAdmin, schema: { summary: say('api.pack'), params, response: { 200: packDetailSchema } } },
    (request, reply) => answerWith(reply, { who: personOf(request), id: request.params.id, code: 200 }),
  )

  app.get(
    '/v1/packs/:id/versions/:version',
    {
      ...atAdmin,
      schema: {
        summary: say('api.pack-version'),
        params: versionParams,
        response: { 200: packVersionDocumentSchema },
      },
    },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const { id, version } = request.params
      const rows = await store.transact({ tenant }, (tx) => readVersions(tx, tenant, id))
      const row = rows.find((one) => one.version === version)
      return row === undefined
        ? refuse(reply, 'PACK_VERSION_UNKNOWN')
        : { ...versionView(row), pack: row.body }
    },
  )

  app.post(
    '/v1/packs/:id/validation',
    {
      ...atAdmin,
      schema: {
        summary: say('api.pack-validation'),
        ...{ params, body: packValidationSchema, response: { 200: packFindingsSchema } },
      },
    },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const packs = await store.transact({ tenant }, (tx) => readPacks(tx, parts, tenant))
      if (packs === null) return refuse(reply, 'NO_POLICY')
      const { ok, findings } = checkPack({
        ...{ id: request.params.id, pack: request.body.pack, bindings: request.body.bindings },
        workflows: packs.bundle.workflows,
      })
      return { ok, findings: [...findings] }
    },
  )

  app.put(
    '/v1/packs/:id/draft',
    {
      ...atAdmin,
      schema: {
        summary: say('api.pack-draft'),
        ...{ params, body: packDraftChangeSchema, response: { 200: packDetailSchema } },
      },
    },
    (request, reply) =>
      changed(reply, { who: personOf(request), id: request.params.id, code: 200 }, (change, who) =>
        saveDraft(change, who, { ...request.body, id: request.params.id, origin: '' }),
      ),
  )

  app.post(
    '/v1/packs/:id/draft/removal',
    {
      ...atAdmin,
      schema: { summary: say('api.pack-draft-removal'), params, body: packDraftRemovalSchema },
    },
    async (request, reply) => {
      const { tenant, person } = personOf(request)
      const { id } = request.params
      const gone = await store.transact({ tenant }, async (tx, now) => {
        const empty = { body: null, bindings: {}, origin: '', note: '' }
        const revision =
          request.body.revision === 0
            ? null
            : await writeDraft(tx, now, { tenant, pack: id, by: person.id, ...request.body, ...empty })
        if (revision !== null)
          await recordServerEvent(
            { tx, now, newId: parts.newId },
            {
              ...{ tenant, type: 'pack.draft-removed', person: person.id, subject: { site: id } },
              detail: { pack: id, revision },
            },
          )
        return revision !== null
      })
      return gone ? reply.code(204).send() : refuse(reply, 'PACK_CONFLICT')
    },
  )

  app.post(
    '/v1/packs/:id/publication',
    {
      ...atAdmin,
      schema: {
        summary: say('api.pack-publication'),
        ...{
          params,
          body: packPublicationSchema,
          response: { 201: packDetailSchema, 202: packDetailSchema },
        },
      },
    },
    (request, reply) =>
      changed(reply, { who: personOf(request), id: request.params.id, code: 201 }, (change, who) =>
        publishPack(
          change,
          parts,
          { who, id: request.params.id, note: request.body.note },
          request.body.source,
        ),
      ),
  )

  for (const isOn of [true, false])
    app.post(
      `/v1/packs/:id/${isOn ? 'enable' : 'disable'}`,
      {
        ...atAdmin,
        schema: {
          summary: say(isOn ? 'api.pack-enable' : 'api.pack-disable'),
          ...{ params, body: packSwitchSchema, response: { 200: packDetailSchema, 202: packDetailSchema } },
        },
      },
      (request, reply) =>
        changed(reply, { who: personOf(request), id: request.params.id, code: 200 }, (change, who) =>
          switchPack(change, parts, { who, id: request.params.id, note: request.body.note }, isOn),
        ),
    )

  /** Makes the change, or says why not and records that somebody tried; then the pack as it is now. */
  async function changed(
    reply: FastifyReply,
    { who, id, code }: Asked,
    work: (change: Change, who: PersonPrincipal) => Promise<PackChange>,
  ) {
    const { tenant, person } = who
    const outcome = await store.transact({ tenant }, async (tx, now) => {
      const change = { tx, now, newId: parts.newId }
      const done = await work(change, who)
      if (!done.ok)
        await recordServerEvent(change, {
          ...{ tenant, type: 'pack.refused', person: person.id, subject: { site: id } },
          detail: { pack: id, code: done.reason },
        })
      return done
    })
    if (outcome.ok) return answerWith(reply, { who, id, code })
    if (outcome.reason === 'SECOND_PERSON_NEEDED') {
      const proposed = await propose(parts, who, outcome.proposal, { fromDraft: false })
      return proposed.ok
        ? answerWith(reply, { who, id, code: 202 }, proposed.id)
        : refuse(reply, proposed.reason)
    }
    const { findings } = outcome
    return refuse(reply, outcome.reason, findings === undefined ? {} : { members: { findings } })
  }

  async function answerWith(reply: FastifyReply, { who, id, code }: Asked, proposal: string | null = null) {
    const { tenant } = who
    const detail = await store.transact({ tenant }, async (tx) => {
      const packs = await readPacks(tx, parts, tenant)
      return packs === null ? null : detailOf(tx, packs, tenant, id)
    })
    return detail === null ? refuse(reply, 'PACK_UNKNOWN') : reply.code(code).send({ ...detail, proposal })
  }
}
