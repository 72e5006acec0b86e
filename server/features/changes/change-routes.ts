import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from '../../../policy/zod.ts'
import {
  draftAnswerSchema,
  draftDiscardSchema,
  draftSaveSchema,
  draftSchema,
  proposalCommentSchema,
  proposalConfirmationSchema,
  proposalListSchema,
  proposalSchema,
} from '../../../protocol/http/change-control.ts'
import { policyPublicationSchema } from '../../../protocol/http/policy.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { commentOn, confirmProposal, withdrawProposal } from './decide-proposal.ts'
import type { Decided } from './decide-proposal.ts'
import { discardDraft, readDraft, saveDraft } from './draft-store.ts'
import { listProposals } from './proposal-store.ts'
import { propose } from './propose.ts'

const params = z.object({ id: z.uuid() })

/** Drafts and proposals: how a policy comes to be published by two people. */
export function changeRoutes(app: App, parts: Parts): void {
  const { store } = parts
  app.get(
    '/v1/policy/draft',
    { ...atConsole('admin'), schema: { summary: say('api.draft'), response: { 200: draftAnswerSchema } } },
    async (request) => {
      const { tenant } = personOf(request)
      return { draft: await store.transact({ tenant }, (tx) => readDraft(tx, tenant)) }
    },
  )
  app.post(
    '/v1/policy/draft',
    {
      ...atConsole('admin'),
      schema: { summary: say('api.draft-save'), body: draftSaveSchema, response: { 200: draftSchema } },
    },
    async (request, reply) => {
      const saved = await saveDraft(parts, personOf(request), request.body)
      return saved.ok ? saved.draft : refuse(reply, 'DRAFT_CHANGED', { members: { draft: saved.draft } })
    },
  )
  app.post(
    '/v1/policy/draft/discard',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.draft-discard'),
        body: draftDiscardSchema,
        response: { 200: draftAnswerSchema },
      },
    },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const { revision } = request.body
      const left = await store.transact({ tenant }, async (tx) =>
        (await discardDraft(tx, tenant, revision)) ? null : readDraft(tx, tenant),
      )
      return left === null ? { draft: null } : refuse(reply, 'DRAFT_CHANGED', { members: { draft: left } })
    },
  )

  app.get(
    '/v1/policy/proposals',
    {
      ...atConsole('admin', 'approver'),
      schema: { summary: say('api.proposals'), response: { 200: proposalListSchema } },
    },
    async (request) => {
      const { tenant } = personOf(request)
      return { items: [...(await store.transact({ tenant }, (tx) => listProposals(tx, tenant)))] }
    },
  )
  app.post(
    '/v1/policy/proposals',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.propose'),
        body: policyPublicationSchema,
        response: { 201: proposalSchema },
      },
    },
    async (request, reply) => {
      const proposed = await propose(parts, personOf(request), request.body)
      if (proposed.ok) return shown(request, reply.code(201), proposed.id)
      const { reason, findings } = proposed
      return refuse(reply, reason, findings === undefined ? {} : { members: { findings } })
    },
  )
  app.post(
    '/v1/policy/proposals/:id/confirmation',
    {
      // Whoever may consent to actions may be the second person of a policy.
      ...atConsole('admin', 'approver'),
      schema: {
        ...{ summary: say('api.proposal-confirmation'), params, body: proposalConfirmationSchema },
        response: { 200: proposalSchema },
      },
    },
    async (request, reply) => {
      const given = { ...request.body, id: request.params.id }
      return answer(request, reply, given.id, await confirmProposal(parts, personOf(request), given))
    },
  )
  app.post(
    '/v1/policy/proposals/:id/withdrawal',
    {
      ...atConsole('admin'),
      schema: {
        ...{ summary: say('api.proposal-withdrawal'), params, body: z.strictObject({}) },
        response: { 200: proposalSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      return answer(request, reply, id, await withdrawProposal(parts, personOf(request), id))
    },
  )
  app.post(
    '/v1/policy/proposals/:id/comments',
    {
      ...atConsole('admin', 'approver'),
      schema: {
        ...{ summary: say('api.proposal-comment'), params, body: proposalCommentSchema },
        response: { 200: proposalSchema },
      },
    },
    async (request, reply) => {
      const given = { id: request.params.id, text: request.body.text }
      return answer(request, reply, given.id, await commentOn(parts, personOf(request), given))
    },
  )

  async function shown(request: FastifyRequest, reply: FastifyReply, id: string) {
    const { tenant } = personOf(request)
    const [proposal] = await store.transact({ tenant }, (tx) => listProposals(tx, tenant, id))
    return proposal ?? refuse(reply, 'PROPOSAL_UNKNOWN')
  }
  async function answer(request: FastifyRequest, reply: FastifyReply, id: string, decided: Decided) {
    return decided.ok ? shown(request, reply, id) : refuse(reply, decided.reason)
  }
}
