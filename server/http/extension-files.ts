import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '../../policy/zod.ts'
import type { App } from './app-types.ts'
import { refuse } from './problems.ts'

const types: Readonly<Record<string, string>> = {
  crx: 'application/x-chrome-extension',
  xpi: 'application/x-xpinstall',
  xml: 'application/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
}
const names = z.object({
  file: z.string().check(z.regex(/^(countersign-[0-9.]{1,40}\.(crx|xpi)|updates\.(xml|json))$/)),
})

/** What `npm run pack` made, for the browsers of a fleet, which ask without any token. */
export function extensionFiles(app: App, folder: string): void {
  app.get('/extension/:file', { schema: { hide: true } }, async (request, reply) => {
    const name = names.safeParse(request.params)
    if (!name.success) return refuse(reply, 'NOT_FOUND')
    const { file } = name.data
    const bytes = await readFile(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (bytes === null) return refuse(reply, 'NOT_FOUND')
    const type = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    return reply.header('cache-control', 'no-cache').type(type).send(bytes)
  })
}
