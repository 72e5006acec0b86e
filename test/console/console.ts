import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Action } from '../../policy/action.ts'
import { digest } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import { build } from '../../scripts/build.ts'
import { launchPlainChromium } from '../support/plain-chromium.ts'
import { startServerProcess } from '../support/server-process.ts'
import { createDeviceKey, fetchAs } from '../support/device-key.ts'
import type { TestDeviceKey } from '../support/device-key.ts'
import type { ServerProcess } from '../support/server-process.ts'

export type PracticePerson = 'rep' | 'approver' | 'admin'

interface Words {
  readonly rationale?: string
  readonly ticket?: string
}

interface Asker {
  readonly id: string
  readonly code: string
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

export interface Look {
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
}

/** The built console, the real server on a folder of its own, and one Chromium. */
export interface Console {
  readonly server: ServerProcess
  /** A person signed in through the development provider's own page, at `path`. */
  open(person: PracticePerson, path?: string, look?: Look): Promise<Page>
  /** A context in which nobody is signed in. */
  visit(path?: string, look?: Look): Promise<Page>
  /** Enrols a browser of the rep, and speaks for it. */
  device(): Promise<{ readonly id: string; send(path: string, body: unknown): Promise<unknown> }>
  /** Asks for an approval as an extension does: the rep's, or one enrolled with `as.code`. Answers the id. */
  request(changes?: Partial<Action>, words?: Words, as?: Asker): Promise<string>
  stop(): Promise<void>
}

export async function startConsole(
  environment: Parameters<typeof startServerProcess>[1] = {},
): Promise<Console> {
  await build(['console'])
  const folder = await mkdtemp(join(tmpdir(), 'console-'))
  const server = await startServerProcess(folder, environment)
  const browser = await launchPlainChromium()
  let device: Promise<Enrolled> | null = null
  // Signed in once each: the way through the identity provider is a test of its own.
  const sessions = new Map<PracticePerson, Promise<Session>>()
  const session = async (person: PracticePerson) => {
    const page = await newPage(browser, {})
    await signIn(page, `${server.url}/approvals`, person)
    const state = await page.context().storageState()
    await page.context().close()
    return state
  }
  return {
    server,
    visit: async (path = '/', look = {}) => {
      const page = await newPage(browser, look)
      await page.goto(server.url + path)
      return page
    },
    open: async (person, path = '/approvals', look = {}) => {
      if (!sessions.has(person)) sessions.set(person, session(person))
      const page = await newPage(browser, look, await sessions.get(person))
      await page.goto(server.url + path)
      await page.getByRole('navigation', { name: 'Console' }).waitFor()
      return page
    },
    device: async () => {
      const own = await enrol(server, server.development.enrolmentCode)
      return { id: own.id, send: (path, body) => post(server.url + path, own, body) }
    },
    request: async (changes = {}, words = {}, as) => {
      device ??= enrol(server, server.development.enrolmentCode)
      return ask(server, await (as ? enrol(server, as.code) : device), {
        id: as?.id ?? randomUUID(),
        action: { ...largeDeal, ...changes },
        words,
      })
    },
    stop: async () => {
      await browser.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A picture to look at, when a folder for them is named. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['COUNTERSIGN_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** By the buttons a person presses, ending at the page that was asked for. */
export async function signIn(page: Page, url: string, person: PracticePerson): Promise<void> {
  await page.goto(url)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('E-mail').fill(`${person}@example.test`)
  await page.getByLabel('Password').fill('practice')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Console' }).waitFor()
}

/** Anything the page complains about fails the test, a broken content security policy among it; a refused call is no complaint. */
async function newPage(browser: Browser, look: Look, session?: Session): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    colorScheme: look.scheme ?? 'light',
    viewport: { width: look.width ?? 1280, height: look.height ?? 860 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ...(session ? { storageState: session } : {}),
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  page.on('console', (message) => {
    const isExpected = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isExpected)
      throw new Error(`The console wrote an error: ${message.text()}`)
  })
  return page
}

interface Enrolled {
  readonly id: string
  readonly token: string
  readonly key: TestDeviceKey
}

async function enrol({ url }: ServerProcess, code: string): Promise<Enrolled> {
  const id = randomUUID()
  const key = await createDeviceKey()
  const answer = await post<{ token: string }>(`${url}/v1/enrolments`, null, {
    code,
    device: id,
    publicKey: key.publicKey,
    browser: 'Chrome 150 on Linux',
    extensionVersion: '0.1.0',
  })
  return { id, key, token: answer.token }
}

interface Asked {
  readonly id: string
  readonly action: Action
  readonly words: Words
}

async function ask({ url }: ServerProcess, device: Enrolled, { id, action, words }: Asked): Promise<string> {
  await post(`${url}/v1/approval-requests`, device, {
    id,
    hold: randomUUID(),
    action,
    digest: await digest(effectOf(action)),
    rationale: words.rationale ?? 'The customer added a second plant; the order form is signed.',
    rollbackPlan: 'Set the amount back to 40,000. Nothing has been invoiced.',
    decideWithinMinutes: 120,
    ticket: words.ticket ?? '',
    supersedes: null,
  })
  return id
}

/** A save above the threshold of the starter policy. */
export const largeDeal: Action = {
  site: 'practice',
  account: '127.0.0.1:4600',
  surface: 'opportunity-save',
  operation: 'opportunity.save',
  trigger: 'click',
  actor: 'person',
  record: { type: 'opportunity', ids: ['42'] },
  fields: [{ name: 'amount', label: 'Amount', before: 40_000, after: 72_500, beforeKnown: true }],
  recipients: [],
  content: [],
  volume: null,
  unreadable: [],
}

async function post<Answer>(url: string, device: Enrolled | null, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await (device === null ? fetch(url, init) : fetchAs(device, url, init))
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`)
  return (text === '' ? null : JSON.parse(text)) as Answer
}
