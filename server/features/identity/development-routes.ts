import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Provider } from 'oidc-provider'
import { hashOf } from '../../http/principal.ts'
import { say } from '../../words.ts'
import { escapeHtml, noticePage, page } from './pages.ts'
import { practice } from './practice.ts'

const form = 'application/x-www-form-urlencoded'

/** Mounts the development provider under /oidc, with a sign-in page of its own. */
export async function developmentRoutes(
  app: FastifyInstance,
  provider: () => Promise<Provider>,
): Promise<void> {
  await app.register(async (pages) => {
    pages.addContentTypeParser(form, { parseAs: 'string', bodyLimit: 4096 }, (_request, body, done) =>
      done(null, body),
    )

    pages.get('/oidc/interaction/:uid', { schema: { hide: true } }, async (request, reply) => {
      const found = await (await provider()).interactionDetails(request.raw, reply.raw).catch(() => null)
      return found === null
        ? noticePage(reply, 400, 'sign-in.interrupted')
        : signInPage(reply, found.uid, '', false)
    })

    pages.post('/oidc/interaction/:uid', { schema: { hide: true } }, async (request, reply) => {
      const found = await (await provider()).interactionDetails(request.raw, reply.raw).catch(() => null)
      if (found === null) return noticePage(reply, 400, 'sign-in.interrupted')
      const given = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
      const email = (given.get('email') ?? '').trim().toLowerCase()
      if (!isPracticePerson(email, given.get('password') ?? ''))
        return signInPage(reply, found.uid, email, true)
      const result = { login: { accountId: email, remember: false } }
      return reply.redirect(await (await provider()).interactionResult(request.raw, reply.raw, result), 303)
    })
  })

  await app.register(async (mounted) => {
    // The provider reads the body itself, so it must still be there.
    mounted.removeAllContentTypeParsers()
    mounted.addContentTypeParser('*', (_request, _payload, done) => done(null))
    mounted.all('/oidc/*', { schema: { hide: true } }, async (request, reply) => {
      const handle = (await provider()).callback()
      reply.hijack()
      // One browser plays rep, approver and admin in turn: nobody comes in on the session of the last.
      if (request.url.startsWith('/oidc/auth'))
        request.raw.headers.cookie = withoutSession(request.headers.cookie)
      const inner = Object.assign(request.raw, { originalUrl: request.url })
      inner.url = request.url.slice('/oidc'.length)
      await handle(inner, reply.raw)
    })
  })
}

function withoutSession(cookies = ''): string {
  return cookies
    .split(/; */)
    .filter((cookie) => !cookie.startsWith('_session'))
    .join('; ')
}

function isPracticePerson(email: string, password: string): boolean {
  const isRight = timingSafeEqual(Buffer.from(hashOf(password)), Buffer.from(hashOf(practice.password)))
  return isRight && practice.people.some((person) => person.email === email)
}

function signInPage(reply: FastifyReply, uid: string, email: string, isWrong: boolean): FastifyReply {
  const people = practice.people.map(
    (person) => `<li><span>${escapeHtml(person.name)}</span><code>${escapeHtml(person.email)}</code></li>`,
  )
  const wrong = isWrong
    ? `<p class="error" role="alert" id="wrong">${escapeHtml(say('sign-in.wrong'))}</p>`
    : ''
  const described = isWrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''
  const focus = (isNext: boolean) => (isNext ? ' autofocus' : '')
  const body = `<h1>${escapeHtml(say('sign-in.title'))}</h1>
<p>${escapeHtml(say('sign-in.text'))}</p>${wrong}
<form method="post" action="/oidc/interaction/${encodeURIComponent(uid)}">
<label for="email">${escapeHtml(say('sign-in.email'))}</label>
<input id="email" name="email" type="email" autocomplete="username" required${focus(email === '')} value="${escapeHtml(email)}"${described}>
<label for="password">${escapeHtml(say('sign-in.password'))}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${focus(email !== '')}${described}>
<button class="button" type="submit">${escapeHtml(say('sign-in.submit'))}</button>
</form>
<section aria-labelledby="people"><h2 id="people">${escapeHtml(say('sign-in.people'))}</h2><ul>${people.join('')}</ul>
<p class="hint">${escapeHtml(say('sign-in.hint', { password: practice.password }))}</p></section>`
  return reply
    .code(isWrong ? 401 : 200)
    .type('text/html; charset=utf-8')
    .send(page(say('sign-in.title'), body))
}
