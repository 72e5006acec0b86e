import type { Transaction } from 'kysely'
import { z } from '../../../policy/zod.ts'
import { bundleEnvelopeSchema } from '../../../protocol/http/devices.ts'
import {
  policyDocumentSchema,
  policyFindingsSchema,
  policyPublicationSchema,
  policyValidationSchema,
  policyVersionsSchema,
} from '../../../protocol/http/policy.ts'
import type { PolicyDocument, PolicyVersion } from '../../../protocol/http/policy.ts'
import type { Tables } from '../../database/tables.ts'
import { asStreaming, atConsole, hearsAll, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import { sendText } from '../../http/send-text.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { readBundle } from './bundle-store.ts'
import type { BundleRow } from './bundle-store.ts'
import { policyOf } from './policy-of.ts'
import { publishTightening } from '../changes/publish-tightening.ts'
import { signedBundle } from './signed-bundle.ts'
import { validatePolicy } from './validate-policy.ts'

const versionParams = z.object({ version: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1e9)) })

export function policyRoutes(app: App, parts: Parts): void {
  const { store } = parts

  app.get(
    '/v1/bundle',
    {
      ...asStreaming,
      schema: { summary: say('api.bundle'), response: { 200: bundleEnvelopeSchema, 304: z.null() } },
    },
    async (request, reply) => {
      const signed = await signedBundle(parts, personOf(request), hearsAll(parts, request))
      if (signed === null) return refuse(reply, 'NO_POLICY')
      void reply.headers({ etag: `"${signed.digest}"`, 'cache-control': 'private, no-cache' })
      if (isSame(request.headers['if-none-match'], signed.digest)) return reply.code(304).send(null)
      return sendText(reply, signed.text)
    },
  )

  app.get(
    '/v1/policy',
    { ...atConsole(), schema: { summary: say('api.policy'), response: { 200: policyDocumentSchema } } },
    async (request, reply) => {
      const document = await readDocument(personOf(request).tenant, 'current')
      return document ?? refuse(reply, 'NO_POLICY')
    },
  )

  app.get(
    '/v1/policy/versions',
    {
      ...atConsole(),
      schema: { summary: say('api.policy-versions'), response: { 200: policyVersionsSchema } },
    },
    async (request) => {
      const { tenant } = personOf(request)
      return store.transact({ tenant }, async (tx) => {
        const rows = await tx
          .selectFrom('bundles')
          .selectAll()
          .where('tenant', '=', tenant)
          .orderBy('version', 'desc')
          .limit(500)
          .execute()
        const names = await namesOf(tx, tenant)
        return { items: rows.map((row) => versionOf(row, names)) }
      })
    },
  )

  app.get(
    '/v1/policy/versions/:version',
    {
      ...atConsole(),
      schema: {
        summary: say('api.policy-version'),
        params: versionParams,
        response: { 200: policyDocumentSchema },
      },
    },
    async (request, reply) => {
      const document = await readDocument(personOf(request).tenant, request.params.version)
      return document ?? refuse(reply, 'VERSION_UNKNOWN')
    },
  )

  app.post(
    '/v1/policy/validate',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.policy-validate'),
        body: policyValidationSchema,
        response: { 200: policyFindingsSchema },
      },
    },
    async (request) => {
      const validated = validatePolicy(request.body.policy, parts.packs)
      return { ok: validated.ok, findings: [...validated.findings] }
    },
  )

  app.post(
    '/v1/policy/versions',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.policy-publish'),
        body: policyPublicationSchema,
        response: { 201: policyDocumentSchema },
      },
    },
    async (request, reply) => {
      const { tenant, person } = personOf(request)
      const { basedOn, note, policy, rollout } = request.body
      const validated = validatePolicy(policy, parts.packs)
      const given = { tenant, by: person.id, basedOn, note, rollout }
      const outcome = await store.transact({ tenant }, async (tx, now) => {
        const published = validated.ok
          ? await publishTightening(tx, parts, now, { ...given, policy: validated.policy })
          : ({ ok: false, reason: 'POLICY_INVALID' } as const)
        if (!published.ok)
          await recordServerEvent(
            { tx, now, newId: parts.newId },
            {
              ...{ tenant, type: 'policy.publication-refused', person: person.id },
              detail: { code: published.reason, basedOn },
            },
          )
        return published
      })
      if (!outcome.ok && outcome.reason === 'POLICY_INVALID')
        return refuse(reply, 'POLICY_INVALID', { members: { findings: validated.findings } })
      if (!outcome.ok && outcome.reason === 'SECOND_PERSON_NEEDED')
        return refuse(reply, outcome.reason, { members: { loosenings: outcome.loosenings } })
      if (!outcome.ok) return refuse(reply, outcome.reason)
      const names = new Map([[person.id, person.name]])
      return reply.code(201).send(documentOf(outcome.row, names))
    },
  )

  function readDocument(tenant: string, version: number | 'current'): Promise<PolicyDocument | null> {
    return store.transact({ tenant }, async (tx) => {
      const row = await readBundle(tx, tenant, version)
      return row === undefined ? null : documentOf(row, await namesOf(tx, tenant))
    })
  }
}

async function namesOf(tx: Transaction<Tables>, tenant: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.selectFrom('persons').select(['id', 'name']).where('tenant', '=', tenant).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

function versionOf(row: BundleRow, names: ReadonlyMap<string, string>): PolicyVersion {
  const name = row.issued_by === null ? undefined : names.get(row.issued_by)
  return {
    version: row.version,
    issuedAt: row.issued_at.toISOString(),
    issuedBy: row.issued_by === null ? null : { id: row.issued_by, name: name ?? '' },
    note: row.note,
    digest: row.digest,
  }
}

function documentOf(row: BundleRow, names: ReadonlyMap<string, string>): PolicyDocument {
  return { ...versionOf(row, names), policy: policyOf(row) }
}

function isSame(header: string | undefined, digest: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${digest}"`)
}
