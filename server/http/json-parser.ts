import type { FastifyInstance } from 'fastify'
import { BodyRefused } from './error-mapper.ts'
import { readJson } from './json-body.ts'
import { hasNul } from './nul.ts'

/** JSON is the only thing this API reads. Fastify's own parser is replaced: it looks only after it has parsed. */
export function readOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') return done(new BodyRefused('BODY_ENCODED'))
    const body = readJson(bytes as Buffer)
    if (!body.ok) return done(new BodyRefused(body.code))
    // Events keep whatever a page typed; everything else goes into columns that cannot hold U+0000.
    if (request.routeOptions.url !== '/v1/events' && hasNul(bytes as Buffer))
      return done(new BodyRefused('BODY_NUL'))
    return done(null, body.value)
  })
}
