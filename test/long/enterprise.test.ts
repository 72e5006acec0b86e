import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import { storageArguments } from '../support/chromium-arguments.ts'
import { signIn } from '../support/console-session.ts'
import { mountedBrowser, mountingProblem } from '../support/mounted-browser.ts'
import { fleetValues, installPolicy, packFleet } from '../support/packed-fleet.ts'
import { ensureChromium } from '../support/provision-chromium.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'

const problem = mountingProblem()
if (problem !== null) process.stdout.write(`NOT RUN: enterprise policy on Chromium: ${problem}\n`)

/*
 * The policies of an administrator in a real browser: a mount namespace shows them to this one Chromium and to no other.
 * Everything is reached over the public ways: `npm run pack`, the server's own addresses, the console's own calls.
 */
describe.skipIf(problem !== null)('a Chromium under enterprise policy', () => {
  let folder: string
  let server: ServerProcess
  let context: BrowserContext
  let id: string
  let values: Record<string, unknown>
  const started = { at: 0 }

  const policyFile = () => join(folder, 'etc/policies/managed/countersign.json')
  const configure = async (configured: Record<string, unknown>) =>
    writeFile(
      policyFile(),
      JSON.stringify({
        ...(await installPolicy(folder)),
        '3rdparty': { extensions: { [id]: configured } },
        // Lets the protocol attach to an extension that was installed by force.
        DeveloperToolsAvailability: 1,
      }),
    )

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-enterprise-'))
    server = await startServerProcess(join(folder, 'server'), {
      COUNTERSIGN_EXTENSION: join(folder, 'fleet/release'),
    })
    await packFleet(folder, server)
    const { ExtensionSettings: installed } = await installPolicy(folder)
    id = Object.keys(installed as object)[0] ?? ''
    await cp('/etc/chromium', join(folder, 'etc'), { recursive: true })
    await mkdir(join(folder, 'etc/policies/managed'), { recursive: true })
    values = await fleetValues(server, 'rep@example.test')
    await configure(values)
    started.at = performance.now()
    context = await launch()
  })
  afterAll(async () => {
    await context?.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  async function launch(): Promise<BrowserContext> {
    const provided = ensureChromium()
    if (!provided.ok) throw new Error(provided.reason)
    const { executable } = provided
    const place = '/etc/chromium'
    return chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: await mountedBrowser(join(folder, 'chromium'), {
        ...{ executable, folder: join(folder, 'etc'), place },
      }),
      headless: true,
      chromiumSandbox: false,
      // What installs and updates an extension works in the background.
      ignoreDefaultArgs: [
        ...storageArguments.leaveOut,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-extensions',
        '--disable-default-apps',
      ],
      args: [
        ...storageArguments.putIn,
        ...['--no-first-run', '--disable-sync', '--disable-quic'],
        // It may reach the server of this test and nothing else.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    })
  }

  /** The browser's own page of extensions, which may ask and try what a person can. */
  async function inBrowser<Value>(ask: string): Promise<Value> {
    const page = await context.newPage()
    await page.goto('chrome://extensions')
    const value = await page.evaluate<Value>(ask)
    await page.close()
    return value
  }
  const shown = () =>
    inBrowser<{
      version: string
      mustRemainInstalled: boolean
      userMayModify: boolean
      state: string
    } | null>(`chrome.developerPrivate.getExtensionInfo('${id}').catch(() => null)`)

  /** The options page, asked again and again until the extension says what is waited for. */
  async function until(isThere: (status: ExtensionStatus) => boolean): Promise<ExtensionStatus> {
    const page = await openOptions()
    const ask = `Promise.race([chrome.runtime.sendMessage({ type: 'status.read' }), new Promise((end) => setTimeout(end, 5000))])`
    let last: ExtensionStatus | null = null
    await expect
      .poll(
        async () => {
          last = (await page.evaluate<ExtensionStatus | undefined>(ask)) ?? null
          return last !== null && isThere(last)
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true)
      .catch((error: unknown) => {
        throw new Error(`last said: ${JSON.stringify(last)}`, { cause: error })
      })
    await page.close()
    if (last === null) throw new Error('nothing was said')
    return last
  }

  async function openOptions(): Promise<Page> {
    const page = await context.newPage()
    await expect
      .poll(() => page.goto(`chrome-extension://${id}/options.html`).then(() => true, String), {
        timeout: 60_000,
      })
      .toBe(true)
    return page
  }

  test('has the packed extension from the server, enrolled and under its policy, without anybody doing anything', async () => {
    await expect.poll(async () => (await shown())?.state, { timeout: 60_000 }).toBe('ENABLED')
    const installedAfter = performance.now() - started.at
    const status = await until(({ bundleVersion }) => bundleVersion === 1)
    process.stdout.write(
      `installed after ${ms(installedAfter)}, policy after ${ms(performance.now() - started.at)}\n`,
    )
    expect(status).toMatchObject({
      enrolled: true,
      person: { email: 'rep@example.test' },
      managed: { state: 'in-force', problems: [] },
    })
    const admin = await signIn(server.url, 'admin@example.test')
    const { items } = (await (await admin.get('/v1/devices')).json()) as { items: object[] }
    expect(items).toMatchObject([{ extensionVersion: '0.1.0', bundleVersion: 1 }])
  })

  test('does not let a person remove it or switch it off', async () => {
    expect(await shown()).toMatchObject({ mustRemainInstalled: true, userMayModify: false })
    const refused = (call: string) =>
      inBrowser<string>(`${call}.then(() => 'done', (error) => String(error))`)
    expect(await refused(`chrome.management.uninstall('${id}')`)).not.toBe('done')
    expect(await refused(`chrome.management.setEnabled('${id}', false)`)).not.toBe('done')
    expect(await shown()).toMatchObject({ state: 'ENABLED' })
  })

  test('says what is wrong with a configuration that was changed while it ran, and follows the mended one', async () => {
    const changed = performance.now()
    await configure({ ...values, serverUrl: 'countersign', rootFingerprint: 7 })
    await until(({ managed }) => managed?.state === 'misconfigured')
    process.stdout.write(`a changed configuration was followed after ${ms(performance.now() - changed)}\n`)
    const page = await openOptions()
    await page.getByText('“serverUrl” must be an address that begins with https://').waitFor()
    await page.getByText(`The last good configuration stays in force: ${server.url}`).waitFor()
    await page.close()
    await configure({ ...values, tenant: 'practice' })
    expect(await until(({ managed }) => managed?.state === 'in-force')).toMatchObject({ enrolled: true })
  })

  test('is given the next version, which goes on as who it was', async () => {
    await packFleet(folder, server, '2')
    const asked = performance.now()
    await inBrowser('chrome.developerPrivate.autoUpdate()')
    await expect.poll(async () => (await shown())?.version, { timeout: 60_000 }).toBe('0.1.0.2')
    process.stdout.write(`the next version ran after ${ms(performance.now() - asked)}\n`)
    const status = await until(({ connection }) => connection === 'online')
    expect(status.person?.email).toBe('rep@example.test')
  })

  test('starts again with what it knew, and enrols no second time', async () => {
    await context.close()
    context = await launch()
    await until(({ managed }) => managed?.state === 'in-force')
    const admin = await signIn(server.url, 'admin@example.test')
    const { items } = (await (await admin.get('/v1/fleet-tokens')).json()) as { items: object[] }
    expect(items).toMatchObject([{ uses: 1 }])
  })
})

function ms(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
