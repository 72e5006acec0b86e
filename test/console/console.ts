import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Action } from '../../policy/action.ts'
import { digest } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import { build } from '../../scripts/build.ts'
import { ensureChromium } from '../support/provision-chromium.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'

export type PracticePerson = 'rep' | 'approver' | 'admin'

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
  /** Asks for an approval as the rep's extension does; answers its id. */
  request(
    changes?: Partial<Action>,
    words?: { readonly rationale?: string; readonly ticket?: string },
  ): Promise<string>
  stop(): Promise<void>
}

export async function startConsole(): Promise<Console> {
  await build(['console'])
  const provided = ensureChromium()
  if (!provided.ok) throw new Error(provided.reason)
  const folder = await mkdtemp(join(tmpdir(), 'console-'))
  const server = await startServerProcess(folder)
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ]
  const browser = await chromium.launch({
    executablePath: provided.executable,
    args: ['--no-sandbox', '--no-first-run', ...quiet],
  })
  let device: Promise<string> | null = null
  return {
    server,
    visit: async (path = '/', look = {}) => {
      const page = await newPage(browser, look)
      await page.goto(server.url + path)
      return page
    },
    open: async (person, path = '/approvals', look = {}) => {
      const page = await newPage(browser, look)
      await signIn(page, server.url + path, person)
      return page
    },
    request: async (changes, words) => {
      device ??= enrol(server)
      return ask(server, await device, changes, words)
    },
    stop: async () => {
      await browser.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
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

/** Anything the page complains about fails the test, a broken content security policy among it. */
async function newPage(browser: Browser, look: Look): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    colorScheme: look.scheme ?? 'light',
    viewport: { width: look.width ?? 1280, height: look.height ?? 860 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  page.on('console', (message) => {
    const isExpected = /status of (401|403|404|409|422)|ERR_CONNECTION_REFUSED/.test(message.text())
    if (message.type() === 'error' && !isExpected)
      throw new Error(`The console wrote an error: ${message.text()}`)
  })
  return page
}

async function enrol({ url, development }: ServerProcess): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const answer = await post<{ token: string }>(`${url}/v1/enrolments`, null, {
    code: development.enrolmentCode,
    device: randomUUID(),
    publicKey: await crypto.subtle.exportKey('jwk', pair.publicKey),
    browser: 'Chrome 150 on Linux',
    extensionVersion: '0.1.0',
  })
  return answer.token
}

async function ask(
  { url }: ServerProcess,
  token: string,
  changes: Partial<Action> = {},
  words: { readonly rationale?: string; readonly ticket?: string } = {},
): Promise<string> {
  const action: Action = { ...largeDeal, ...changes }
  const id = randomUUID()
  await post(`${url}/v1/approval-requests`, token, {
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

async function post<Answer>(url: string, token: string | null, body: unknown): Promise<Answer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token) headers['authorization'] = `Bearer ${token}`
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`)
  return JSON.parse(text) as Answer
}
