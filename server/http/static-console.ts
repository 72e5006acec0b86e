import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { noticePage } from '../features/identity/pages.ts'
import type { App } from './app-types.ts'

const plainPageCss = join(import.meta.dirname, '../features/identity/plain-page.css')
const year = 31_536_000

/** The built console at `/`. Answers the page that every path of the console's own router gets. */
export async function staticConsole(
  app: App,
  folder: string,
): Promise<(reply: FastifyReply) => Promise<FastifyReply>> {
  const start = async (reply: FastifyReply) => {
    const page = join(folder, 'index.html')
    if (!existsSync(page)) return noticePage(reply, 503, 'console.not-built')
    return reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(await readFile(page))
  }
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      cacheControl: false,
      setHeaders(response, path: string) {
        // Vite puts a hash of the content into every name under assets.
        const isHashed = path.includes(join(folder, 'assets'))
        void response.header('cache-control', isHashed ? `public, max-age=${year}, immutable` : 'no-cache')
      },
    })
  }
  app.get('/', { schema: { hide: true } }, async (_request, reply) => start(reply))
  app.get('/plain-page.css', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('text/css; charset=utf-8')
      .send(await readFile(plainPageCss)),
  )
  return start
}

/** A person who typed or reloaded an address of the console, not a program that asks for something unknown. */
export function wantsPage(request: FastifyRequest): boolean {
  const isOurs = request.url.startsWith('/v1/') || request.url.startsWith('/oidc/')
  return request.method === 'GET' && !isOurs && (request.headers.accept ?? '').includes('text/html')
}
