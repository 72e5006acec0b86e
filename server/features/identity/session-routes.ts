import { z } from '../../../policy/zod.ts'
import { sessionSchema } from '../../../protocol/http/session.ts'
import { announce } from '../../database/store.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { revocationNotice } from '../stream/notice.ts'
import { addCredential, newSecret, revokeCredentials } from './credential-store.ts'
import { noticePage } from './pages.ts'
import { savePerson } from './person-store.ts'
import { cookieOptions, sessionCookie, sessionHours, signInCookie } from './session-cookie.ts'

const signInMinutes = 10
const returnQuery = z.object({ return: z.optional(z.string().check(z.maxLength(500))) })
const departedSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string(),
})

export function sessionRoutes(app: App, parts: Parts): void {
  const callbackUrl = () => `${parts.origin()}/v1/sign-in/callback`

  app.get('/v1/sign-in', { schema: { querystring: returnQuery, hide: true } }, async (request, reply) => {
    const departure = await parts
      .relyingParty()
      .depart(callbackUrl())
      .catch(() => null)
    if (departure === null) return noticePage(reply, 503, 'sign-in.unavailable')
    const { url, ...checks } = departure
    const back = ownPath(request.query.return, parts.origin())
    const expires = new Date(Date.now() + signInMinutes * 60_000)
    const value = Buffer.from(JSON.stringify({ ...checks, back })).toString('base64url')
    // Lax: coming back from another site's identity provider is a navigation from there.
    return reply
      .setCookie(signInCookie, value, cookieOptions(parts.origin(), 'lax', '/v1/sign-in', expires))
      .redirect(url)
  })

  app.get('/v1/sign-in/callback', { schema: { hide: true } }, async (request, reply) => {
    const departed = readDeparture(request.cookies[signInCookie])
    void reply.clearCookie(signInCookie, { path: '/v1/sign-in' })
    if (departed === null) return noticePage(reply, 400, 'sign-in.interrupted')
    const { back, ...checks } = departed
    const person = await parts.relyingParty().arrive(new URL(request.url, parts.origin()), checks)
    if (person === null) return noticePage(reply, 400, 'sign-in.refused')
    if (person.roles.length === 0) return noticePage(reply, 403, 'sign-in.no-role')
    const secret = newSecret()
    const expires = await parts.store.transact({ tenant: parts.tenant }, async (tx, now) => {
      const saved = await savePerson(tx, parts.tenant, person, parts.newId())
      const expiresAt = new Date(now.getTime() + sessionHours * 3_600_000)
      await addCredential(tx, secret, {
        ...{ tenant: parts.tenant, kind: 'session', label: 'console', person: saved.id },
        ...{ created_at: now, expires_at: expiresAt },
      })
      await recordServerEvent(
        { tx, now, newId: parts.newId },
        { tenant: parts.tenant, person: saved.id, type: 'session.opened', detail: {} },
      )
      return expiresAt
    })
    return reply
      .setCookie(sessionCookie, secret, cookieOptions(parts.origin(), 'strict', '/', expires))
      .redirect(ownPath(back, parts.origin()))
  })

  app.get(
    '/v1/session',
    { ...atConsole(), schema: { summary: say('api.session'), response: { 200: sessionSchema } } },
    async (request, reply) => {
      const principal = personOf(request)
      if (principal.kind !== 'session') return refuse(reply, 'SIGNED_OUT')
      const { id, name, email, roles, groups } = principal.person
      return {
        person: { id, name, email },
        roles: [...roles],
        groups: [...groups],
        tenant: principal.tenant,
        expiresAt: principal.expiresAt.toISOString(),
      }
    },
  )

  app.post(
    '/v1/sign-out',
    { ...atConsole(), schema: { summary: say('api.sign-out') } },
    async (request, reply) => {
      const { tenant, hash, person } = personOf(request)
      await parts.store.transact({ tenant }, async (tx, now) => {
        await revokeCredentials(tx, { tenant, hash }, now)
        await recordServerEvent(
          { tx, now, newId: parts.newId },
          { tenant, person: person.id, type: 'session.closed', detail: {} },
        )
        await announce(tx, revocationNotice(tenant, [hash]))
      })
      return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send()
    },
  )
}

/** Only a path of this server: never another site, however the address is written. */
function ownPath(given: string | undefined, origin: string): string {
  const url = given?.startsWith('/') === true ? URL.parse(given, origin) : null
  return url !== null && url.origin === origin ? url.pathname + url.search + url.hash : '/'
}

function readDeparture(cookie: string | undefined): z.infer<typeof departedSchema> | null {
  if (cookie === undefined) return null
  try {
    return departedSchema.parse(JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.core.$ZodError) return null
    throw error
  }
}
