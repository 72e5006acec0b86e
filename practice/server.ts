import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBook, type Book } from './book.ts'
import { progressOf, trainingOf, type Progress, type Training } from './progress.ts'

/*
 * The practice CRM: a small honest page set for training and for trying wording safely. It keeps its book in one JSON file
 * and sends nothing anywhere: the extension meets it as it meets any other CRM. Its pages show lessons when it is told
 * whom to ask for their progress, and only what the rep's own browser recorded counts there.
 */
const pagesFolder = join(import.meta.dirname, 'pages')
const pages: Readonly<Record<string, { file: string; type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/app.js': { file: 'app.js', type: 'text/javascript; charset=utf-8' },
  '/views.js': { file: 'views.js', type: 'text/javascript; charset=utf-8' },
  '/lessons.js': { file: 'lessons.js', type: 'text/javascript; charset=utf-8' },
  '/words.js': { file: 'words.js', type: 'text/javascript; charset=utf-8' },
  '/app.css': { file: 'app.css', type: 'text/css; charset=utf-8' },
}
const bodyLimit = 256 * 1024

/** Starts the practice CRM on loopback. `port` 0 takes a free one. */
export async function startPracticeCrm(options: {
  readonly port: number
  readonly bookFile: string
  readonly training?: Training
}) {
  const book = await openBook(options.bookFile)
  const progress = progressOf(options.training)
  const server = createServer((request, response) => {
    answer(request, response, { book, progress }).catch((error: unknown) => {
      const problem = error instanceof BadInput ? error : new BadInput(500, 'PRACTICE_FAILED')
      json(response, problem.status, { error: problem.message })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : options.port
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

class BadInput extends Error {
  readonly status: number
  constructor(status: number, code: string) {
    super(code)
    this.status = status
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { book, progress }: { readonly book: Book; readonly progress: Progress },
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://practice.invalid')
  const page = pages[pathname]
  if (request.method === 'GET' && page) {
    response.writeHead(200, {
      'content-type': page.type,
      'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
      'cache-control': 'no-store',
    })
    response.end(await readFile(join(pagesFolder, page.file)))
    return
  }
  if (request.method === 'GET' && pathname === '/api/book') return json(response, 200, book.read())
  if (request.method === 'GET' && pathname === '/api/lessons') return json(response, 200, await progress())
  if (request.method === 'POST' && pathname === '/api/actions') {
    const done = await book.act(await bodyOf(request))
    return json(response, done.ok ? 200 : 422, done)
  }
  json(response, 404, { error: 'NOT_FOUND' })
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > bodyLimit) throw new BadInput(413, 'TOO_LARGE')
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new BadInput(400, 'NOT_JSON')
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4610' },
      book: { type: 'string', default: '.data/practice.json' },
    },
  })
  const training = trainingOf(process.env)
  const started = await startPracticeCrm({
    port: Number(values.port),
    bookFile: values.book,
    ...(training ? { training } : {}),
  })
  process.stdout.write(`${JSON.stringify({ ready: true, url: started.url })}\n`)
}
