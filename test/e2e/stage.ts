import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchChromium, type Chromium } from '../support/extension.ts'
import { launchPlainChromium } from '../support/plain-chromium.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { login } from '../support/tryton-page.ts'
import { startTryton, type Tryton, type TrytonUser } from '../support/tryton.ts'

export type Person = 'rep' | 'approver' | 'admin'

/** Everything a journey needs, each part the real one: server, Tryton with its mail sink, Chromium with the built extension. */
export interface Stage {
  readonly server: ServerProcess
  readonly tryton: Tryton
  readonly chromium: Chromium
  /** A console tab signed in as this person, in another browser than the extension's, with cookies of its own. */
  console(person: Person, path?: string): Promise<Page>
  strike(): Promise<void>
}

/** Raises the stage: the extension is enrolled through its options page as the practice rep. */
export async function raiseStage(options: { readonly enrol?: boolean } = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-stage-'))
  const server = await startServerProcess(join(folder, 'server'))
  const tryton = await startTryton({ runDir: join(folder, 'tryton') })
  const withExtension = await launchChromium()
  let desk: Browser | undefined
  if (options.enrol !== false) await enrol(withExtension, server)
  return {
    server,
    tryton,
    chromium: withExtension,
    async console(person, path = '/') {
      desk ??= await launchPlainChromium()
      const page = await desk.newPage({ viewport: { width: 1280, height: 900 } })
      await signIn(page, server.url, person)
      if (path !== '/') await page.goto(server.url + path)
      return page
    },
    async strike() {
      await desk?.close()
      await withExtension.close()
      await tryton.stop()
      await server.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** As a rep does it: the options page with the code that the console gave. */
export async function enrol(
  browser: Chromium,
  server: Pick<ServerProcess, 'url' | 'development'>,
  person: Person = 'rep',
): Promise<void> {
  const code = encodeURIComponent(server.development.enrolmentCode)
  const page = await browser.openExtensionPage(
    `options.html?server=${encodeURIComponent(server.url)}&code=${code}`,
  )
  await page.getByRole('button', { name: 'Enrol' }).click()
  await page.getByText(`${person}@example.test`).first().waitFor()
  await page.close()
}

/** Through the development identity provider's own pages. */
export async function signIn(page: Page, serverUrl: string, person: Person): Promise<void> {
  await page.goto(serverUrl)
  await page
    .getByRole('link', { name: /sign in/i })
    .or(page.getByRole('button', { name: /sign in/i }))
    .first()
    .click()
  await page.getByLabel(/e-?mail/i).fill(`${person}@example.test`)
  await page.getByLabel(/password/i).fill('practice')
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL((url) => url.href.startsWith(serverUrl) && !url.pathname.startsWith('/oidc'))
}

/** Tryton in a new tab. The client keeps its session, so only the first tab of a browser asks who it is. */
export async function openTryton(page: Page, tryton: Tryton, user: TrytonUser): Promise<void> {
  await page.goto(`${tryton.url}/#${tryton.database}/model/sale.opportunity`)
  const asks = page.locator('.modal.in #login')
  const opened = page.locator('#tablist > li.active')
  await asks.or(opened).first().waitFor()
  if (await asks.isVisible()) await login(page, tryton, user)
}
