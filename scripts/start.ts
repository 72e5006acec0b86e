import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.ts'
import { openBrowser } from './start/open-browser.ts'
import { readDevelopment, startPractice, startServer, type Service } from './start/services.ts'
import { suggestForLessons } from './start/suggestions.ts'
import { playTour } from './start/tour.ts'
import { print, say } from './start/words.ts'

/*
 * `npm start`: builds, starts the server with the starter policy on the embedded database and the practice CRM, and opens
 * a browser with the extension enrolled when a display exists. `--tour` plays the main job headless instead.
 */
const { values } = parseArgs({
  options: { tour: { type: 'boolean', default: false }, reset: { type: 'boolean', default: false } },
})
const root = join(import.meta.dirname, '..')
const data = process.env['COUNTERSIGN_DATA'] ?? join(root, '.data')
const extension = join(root, '.output/chrome-mv3')
const people = {
  rep: 'rep@example.test',
  approver: 'approver@example.test',
  admin: 'admin@example.test',
  password: 'practice',
}
const running: { stop(): Promise<void> }[] = []
let stopping = false

process.once('SIGINT', () => void end(0))
process.once('SIGTERM', () => void end(0))

try {
  process.exitCode = await start()
} catch (error) {
  if (!stopping) {
    process.stderr.write(
      `${say('start.failed', { reason: error instanceof Error ? error.message : String(error) })}\n`,
    )
    await end(1)
  }
}

async function start(): Promise<number> {
  // The tour has a database of its own, so that it never meets, or changes, what a person has done.
  const home = values.tour ? join(data, 'tour') : data
  if (values.reset || values.tour) await rm(home, { recursive: true, force: true })
  if (values.reset) print('start.reset')
  await mkdir(home, { recursive: true, mode: 0o700 })

  print('start.building')
  await build()
  print('start.server')
  const server = await keep(
    startServer({ port: await freePort('COUNTERSIGN_PORT', 4600), folder: join(home, 'server') }),
  )
  const development = await readDevelopment(join(home, 'server'))
  const practice = await keep(
    startPractice({
      port: await freePort('COUNTERSIGN_PRACTICE_PORT', 4610),
      file: join(home, 'practice.json'),
      training: { server: server.url, key: development.serviceKey, person: people.rep },
    }),
  )
  await suggestForLessons(practice.url, { server: server.url, key: development.serviceKey })
  const urls = { server: server.url, practice: practice.url }
  if (values.tour) return tour({ urls, development, home })

  print('start.ready')
  print('start.console', { url: server.url })
  print('start.practice', { url: practice.url })
  print('start.people', {
    people: `${people.rep}, ${people.approver}, ${people.admin}`,
    password: people.password,
  })
  print('start.extension', { path: extension })
  print('start.data', { path: home })
  const browser = await openBrowser({ extension, profile: join(home, 'browser'), urls, development })
  if (browser.opened) {
    running.push(browser)
    print('start.opened', { person: people.rep, approver: people.approver })
  } else {
    if (browser.reason === null) print('start.noDisplay')
    else print('start.browserFailed', { reason: browser.reason })
    print('start.steps')
    print('start.step1')
    print('start.step2', { optionsUrl: browser.optionsUrl })
    print('start.step3', { approver: people.approver })
  }
  print('start.stop')
  const code = await Promise.race([server.ended, practice.ended])
  if (stopping) return 0
  throw new Error(say('start.serverGone', { code }))
}

async function tour(options: {
  urls: { server: string; practice: string }
  development: Awaited<ReturnType<typeof readDevelopment>>
  home: string
}): Promise<number> {
  print('tour.playing')
  const folder = join(options.home, 'pictures')
  const played = await playTour({ ...options, extension, folder, people })
  if (played.ok) print('tour.done', { path: folder, count: played.pictures })
  else print('tour.failed', { path: folder, reason: played.reason })
  await end(played.ok ? 0 : 1)
  return played.ok ? 0 : 1
}

async function keep(service: Promise<Service>): Promise<Service> {
  const started = await service
  running.push(started)
  return started
}

/** A tour takes any free port; a start keeps to the known one and says what to do when it is taken. */
async function freePort(variable: string, usual: number): Promise<number> {
  const wanted = Number(process.env[variable] ?? (values.tour ? 0 : usual))
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () => reject(new Error(say('start.portTaken', { port: wanted, variable }))))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : wanted))
    })
  })
}

async function end(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  print('start.stopping')
  for (const service of running.reverse()) await service.stop()
  process.exit(code)
}
