import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPack } from '../support/a-pack.ts'
import { signIn } from '../support/console-session.ts'
import { startDealsPage, type DealsPage } from '../support/deals-page.ts'
import { builtExtension, launchChromium, panelFrame, type Chromium } from '../support/extension.ts'
import { publishPack } from '../support/publish-pack.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { enrol } from './stage.ts'

let folder: string
let server: ServerProcess
let deals: DealsPage
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-hosts-'))
  server = await startServerProcess(join(folder, 'server'))
  deals = await startDealsPage()
  await publishPack(server.url, aPack({ hosts: [deals.pattern] }), 'data-export')
})
afterAll(async () => {
  await deals?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const registered = async (browser: Chromium) =>
  (await browser.worker()).evaluate('chrome.scripting.getRegisteredContentScripts()') as Promise<
    { readonly matches: readonly string[] }[]
  >

/*
 * Chromium asks for an optional host in a window of its own, which nothing but a person can press. So the state before is
 * shown on the built extension, and the state after on the same files with the host among those granted at installation:
 * in both the content scripts of the host are registered by the worker alone. test/firefox presses the real button.
 */
describe('a pack for a host that no manifest names', () => {
  test('F97 governs nothing before the rep has allowed it, and the rep, the worker and the console say so; so with a host of the manifest that is taken back', async () => {
    const browser = await launchChromium()
    await enrol(browser, server)
    const options = await browser.openExtensionPage('options.html')
    await options.getByText('Countersign wants to work on deals.localhost').waitFor()
    expect(await registered(browser)).toEqual([])
    const page = await browser.context.newPage()
    await page.goto(deals.url)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('saved 200').waitFor()
    expect(await page.evaluate(() => document.documentElement.children.length)).toBe(2)
    const admin = await signIn(server.url, 'admin@example.test')
    const without = async () =>
      ((await (await admin.get('/v1/packs/acme')).json()) as { without: number }).without
    await expect.poll(without).toBe(1)

    // What the page of extensions does when a person picks "on click" there.
    const extensions = await browser.context.newPage()
    await extensions.goto('chrome://extensions')
    await extensions.evaluate(
      (id) =>
        (
          globalThis as unknown as {
            chrome: { developerPrivate: { updateExtensionConfiguration(change: object): Promise<void> } }
          }
        ).chrome.developerPrivate.updateExtensionConfiguration({ extensionId: id, hostAccess: 'ON_CLICK' }),
      browser.extensionId,
    )
    const missing = async () =>
      ((await (await admin.get('/v1/devices')).json()) as { items: { missingHosts: string[] }[] }).items[0]
        ?.missingHosts
    await expect.poll(missing, { timeout: 20_000 }).toContain('http://127.0.0.1/*')
    await options.reload()
    await options.getByRole('button', { name: 'Allow 127.0.0.1' }).waitFor()
    await browser.close()
  })

  test('holds on it once it is allowed, by button and by a request of its own', async () => {
    const extensionDir = join(folder, 'allowed')
    await cp(builtExtension, extensionDir, { recursive: true })
    const file = join(extensionDir, 'manifest.json')
    const manifest = JSON.parse(await readFile(file, 'utf8')) as { host_permissions: string[] }
    manifest.host_permissions.push(deals.pattern)
    await writeFile(file, JSON.stringify(manifest))
    const browser = await launchChromium({ extensionDir })
    await enrol(browser, server)
    await expect
      .poll(async () => (await registered(browser)).flatMap(({ matches }) => matches))
      .toEqual([deals.pattern, deals.pattern])
    const before = deals.saved.length
    const page = await browser.context.newPage()
    await page.goto(deals.url)
    await page.getByLabel('Amount').fill('900')
    await page.getByRole('button', { name: 'Save' }).click()
    await panelFrame(page)
    await page.reload()
    await page.getByLabel('Amount').fill('900')
    await page.evaluate('void save()')
    await panelFrame(page)
    expect(deals.saved).toHaveLength(before)
    await browser.close()
  })
})
