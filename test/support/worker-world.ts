import { randomUUID } from 'node:crypto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { DBCore, DBCoreTable } from 'dexie'
import { startBackground } from '../../background/start.ts'
import type { Worker } from '../../background/worker.ts'
import type { Bundle } from '../../policy/bundle.ts'
import { createFakeBrowser, createProfile, extensionId, extensionOrigin } from './fake-browser.ts'
import type { FakePort } from './fake-browser.ts'
import { createFakeServer } from './fake-server.ts'

export const crmUrl = 'http://127.0.0.1:8000/#crm/model/sale.opportunity/12'

export class Killed extends Error {
  override name = 'Killed'
}

// What an ended worker says on its way out says nothing about the living one.
const { error: say } = console
console.error = (...said: unknown[]) => {
  if (!said.some((part) => String(part).includes('Killed'))) say(...said)
}

/** One worker from its start to its end. */
export interface Life {
  readonly worker: Worker
  readonly browser: ReturnType<typeof createFakeBrowser>
  readonly ports: FakePort[]
  /** Database operations and both sides of requests, so far. */
  steps: number
  /** The step at which this worker is ended. */
  killAt: number
  isDead: boolean
}

/**
 * A profile, a clock and a server, in which workers live and are ended. Ending one means: nothing it had under way
 * goes on, no transaction of it commits, and its ports close.
 */
export function createWorld(bundle: Bundle, serve?: typeof fetch) {
  const profile = createProfile()
  const indexedDB = new IDBFactory()
  /** `now` is what this computer believes; the server's clock is ahead of it by `serverAhead`. */
  const clock = { now: Date.UTC(2026, 5, 10, 10, 0), serverAhead: 0 }
  const server = createFakeServer(bundle, () => clock.now + clock.serverAhead)
  const waiting: { at: number; task: () => void; life: Life }[] = []
  let life: Life | null = null

  function start(): Life {
    const step = () => {
      if (mine.isDead) throw new Killed()
      mine.steps += 1
      if (mine.steps < mine.killAt) return
      kill(mine)
      throw new Killed()
    }
    const browser = createFakeBrowser(profile, step)
    const stopped = new Promise<never>(() => {})
    const mine: Life = {
      browser,
      ports: [],
      steps: 0,
      killAt: Infinity,
      isDead: false,
      worker: undefined as unknown as Worker,
    }
    const guard = async (act: () => Promise<Response>): Promise<Response> => {
      try {
        step()
        const response = await act()
        step()
        return response
      } catch (error) {
        // A worker that was ended hears neither an answer nor an error.
        if (error instanceof Killed) return stopped
        throw error
      }
    }
    const worker = startBackground({
      browser: browser.api,
      origin: extensionOrigin,
      compiledRoot: '',
      fetch: (input, init) =>
        guard(async () => (serve ? serve(input, init) : server.handle(new Request(input).url, init ?? {}))),
      database: { name: 'countersign', indexedDB, keyRange: IDBKeyRange },
      now: () => clock.now,
      newId: randomUUID,
      random: () => 0.5,
      locks: null,
      later(milliseconds, task) {
        if (milliseconds === 0) setImmediate(() => mine.isDead || task())
        else waiting.push({ at: clock.now + milliseconds, task, life: mine })
      },
    })
    worker.db.use({ stack: 'dbcore', name: 'life', create: (core) => mortal(core, step) })
    life = Object.assign(mine, { worker })
    return mine
  }

  function kill(one: Life): void {
    if (one.isDead) return
    one.isDead = true
    for (const port of one.ports) port.cut()
  }

  return {
    profile,
    server,
    clock,
    start,
    kill,
    /** Whoever turns to the worker starts one, as in a browser. */
    current: () => (life && !life.isDead ? life : start()),
    /** Does what the worker put off, without waiting. */
    retry(): void {
      for (const { task, life: owner } of waiting.splice(0)) if (!owner.isDead) task()
    },
    /** Moves the clock, and does what was to be done by then. */
    async advance(milliseconds: number): Promise<void> {
      clock.now += milliseconds
      const due = waiting.filter(({ at }) => at <= clock.now)
      for (const { task, life: owner } of due) if (!owner.isDead) task()
      waiting.splice(0, waiting.length, ...waiting.filter(({ at }) => at > clock.now))
      life?.browser.onAlarm.emit({ name: 'keep-up' })
      await settled()
    },
  }
}
export type World = ReturnType<typeof createWorld>

/** Waits for something to become true; never for a time. The limit is against hanging, on a machine that is busy. */
export async function until<Value>(
  read: () => Value | Promise<Value>,
  what = 'condition',
  explain: () => string = () => '',
): Promise<NonNullable<Value>> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const value = await read()
    if (value !== null && value !== undefined && value !== false) return value as NonNullable<Value>
    if (Date.now() > deadline) throw new Error(`never came: ${what}${explain()}`)
    await turn()
  }
}

/** Lets everything that is under way come to rest. */
export async function settled(): Promise<void> {
  for (let index = 0; index < 60; index++) await turn()
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

export function pageSender(tab: number, url = crmUrl, document = 'document-1') {
  return {
    id: extensionId,
    tab: { id: tab },
    frameId: 0,
    url,
    origin: new URL(url).origin,
    documentId: document,
  }
}

export function panelSender(tab: number) {
  return {
    id: extensionId,
    tab: { id: tab },
    frameId: 7,
    url: `${extensionOrigin}/panel.html`,
    origin: extensionOrigin,
  }
}

export const optionsSender = {
  id: extensionId,
  tab: { id: 99 },
  frameId: 0,
  url: `${extensionOrigin}/options.html`,
  origin: extensionOrigin,
}

/** Everything an operation can do to the database counts as a step; inside a transaction a kill aborts it. */
function mortal(core: DBCore, step: () => void): DBCore {
  return {
    ...core,
    table(name): DBCoreTable {
      const table = core.table(name)
      const counted =
        <Request, Result>(act: (request: Request) => Promise<Result>) =>
        (request: Request): Promise<Result> => {
          step()
          return act(request)
        }
      return {
        ...table,
        mutate: counted(table.mutate),
        get: counted(table.get),
        getMany: counted(table.getMany),
        query: counted(table.query),
        openCursor: counted(table.openCursor),
        count: counted(table.count),
      }
    },
  }
}
