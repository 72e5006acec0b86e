import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server'
import type { FastifyRequest } from 'fastify'
import { z } from '../../../policy/zod.ts'
import {
  challengeRequestSchema,
  challengeSchema,
  newPasskeySchema,
  passkeysSchema,
} from '../../../protocol/http/passkeys.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { makeChallenge } from './challenge.ts'
import { passkeysOf } from './passkey-store.ts'
import { isFreshSignIn, register } from './register.ts'

const atDesk = atConsole('admin', 'approver')

/** Passkeys of the people who consent: registering them, and what one is asked to sign. */
export function passkeyRoutes(app: App, parts: Parts): void {
  const { store, newId } = parts
  const host = () => new URL(parts.origin()).hostname

  app.get(
    '/v1/passkeys',
    { ...atDesk, schema: { summary: say('api.passkeys'), response: { 200: passkeysSchema } } },
    (request) => listed(request),
  )
  app.post(
    '/v1/passkeys/challenges',
    {
      ...atDesk,
      schema: {
        ...{ summary: say('api.passkey-challenge'), body: challengeRequestSchema },
        response: { 200: challengeSchema },
      },
    },
    async (request, reply) => {
      const who = personOf(request)
      const made = await store.transact({ tenant: who.tenant }, async (tx, now) => {
        const keys = await passkeysOf(tx, who.tenant, who.person.id)
        if (keys.length === 0) return null
        const { id, challenge } = await makeChallenge({ tx, now, newId }, who, request.body)
        const options = await generateAuthenticationOptions({
          ...{ rpID: host(), challenge, userVerification: 'required' },
          allowCredentials: keys.map((key) => ({ id: key.id })),
        })
        return { id, options: options as unknown as Record<string, unknown> }
      })
      return made ?? refuse(reply, 'PASSKEY_MISSING')
    },
  )
  app.post(
    '/v1/passkeys/registrations',
    {
      ...atDesk,
      schema: {
        ...{ summary: say('api.passkey-registration'), body: z.strictObject({}) },
        response: { 200: challengeSchema },
      },
    },
    async (request, reply) => {
      const who = personOf(request)
      const made = await store.transact({ tenant: who.tenant }, async (tx, now) => {
        if (!isFreshSignIn(who, now)) return null
        const keys = await passkeysOf(tx, who.tenant, who.person.id)
        const { id, challenge } = await makeChallenge({ tx, now, newId }, who, {
          purpose: 'register',
          subject: who.person.id,
        })
        const options = await generateRegistrationOptions({
          ...{ rpName: 'Countersign', rpID: host(), challenge, userName: who.person.email },
          userDisplayName: who.person.name,
          excludeCredentials: keys.map((key) => ({ id: key.id })),
          authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        })
        return { id, options: options as unknown as Record<string, unknown> }
      })
      return made ?? refuse(reply, 'SIGN_IN_AGAIN')
    },
  )
  app.post(
    '/v1/passkeys',
    {
      ...atDesk,
      schema: {
        ...{ summary: say('api.passkey-new'), body: newPasskeySchema },
        response: { 200: passkeysSchema },
      },
    },
    async (request, reply) => {
      const registered = await register(parts, personOf(request), request.body)
      return registered === null ? listed(request) : refuse(reply, registered)
    },
  )

  function listed(request: FastifyRequest) {
    const { tenant, person } = personOf(request)
    return store.transact({ tenant }, async (tx) => ({
      required: parts.passkeys === 'required',
      items: (await passkeysOf(tx, tenant, person.id)).map(({ id, label, created_at, used_at }) => ({
        ...{ id, label, createdAt: created_at.toISOString(), usedAt: used_at?.toISOString() ?? null },
      })),
    }))
  }
}
