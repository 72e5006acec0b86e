import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import { launchFirefox } from '../support/firefox.ts'
import type { Firefox } from '../support/firefox.ts'
import { mountedBrowser, mountingProblem } from '../support/mounted-browser.ts'
import { fleetValues, packFleet } from '../support/packed-fleet.ts'
import { ensureFirefox } from '../support/provision-firefox.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'

const addOnId = 'countersign@countersign.example'
const place = '/usr/share/firefox-esr/distribution'
const provided = ensureFirefox()
const problem = !provided.ok
  ? provided.reason
  : existsSync(place)
    ? mountingProblem()
    : `there is no ${place}: only Debian's Firefox ESR is known to take policies there`
if (problem !== null) process.stdout.write(`NOT RUN: enterprise policy on Firefox: ${problem}\n`)

/** Unsigned, which only ESR can be told to take: what Mozilla's signature changes is not shown here (ADR 97). */
describe.skipIf(problem !== null)('a Firefox ESR under enterprise policy', () => {
  let folder: string
  let server: ServerProcess
  let browser: Firefox
  const configure = (values: Readonly<Record<string, unknown>>) => {
    const install = {
      installation_mode: 'force_installed',
      install_url: `${server.url}/extension/countersign-0.1.0.xpi`,
    }
    const policies = {
      ExtensionSettings: { [addOnId]: install },
      '3rdparty': { Extensions: { [addOnId]: values } },
    }
    return writeFile(join(folder, 'distribution/policies.json'), JSON.stringify({ policies }))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-enterprise-'))
    server = await startServerProcess(join(folder, 'server'), {
      COUNTERSIGN_EXTENSION: join(folder, 'fleet/release'),
    })
    await packFleet(folder, server)
    await cp(place, join(folder, 'distribution'), { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  async function launch(): Promise<Firefox> {
    const executable = await mountedBrowser(join(folder, 'firefox'), {
      ...{ executable: '/usr/bin/firefox-esr', folder: join(folder, 'distribution'), place },
    })
    return launchFirefox({
      executable,
      isInstalled: true,
      prefs: { 'xpinstall.signatures.required': false },
    })
  }

  async function until(isThere: (status: ExtensionStatus) => boolean): Promise<ExtensionStatus> {
    const page = await browser.openExtensionPage('options.html')
    let last: ExtensionStatus | null = null
    await expect
      .poll(
        async () => {
          last = (await page.evaluate(
            `browser.runtime.sendMessage({ type: 'status.read' })`,
          )) as ExtensionStatus
          return isThere(last)
        },
        { timeout: 90_000, interval: 500 },
      )
      .toBe(true)
      .catch((error: unknown) => {
        throw new Error(`last said: ${JSON.stringify(last)}`, { cause: error })
      })
    if (last === null) throw new Error('nothing was said')
    return last
  }

  test('has the packed extension from the server, enrolled and under its policy, without anybody doing anything', async () => {
    await configure(await fleetValues(server, 'rep@example.test'))
    browser = await launch()
    const status = await until(({ bundleVersion }) => bundleVersion === 1)
    expect(status).toMatchObject({
      person: { email: 'rep@example.test' },
      managed: { state: 'in-force', problems: [] },
    })
    await browser.close()
  })

  test('says which values are wrong, of whatever type they are', async () => {
    await configure({ serverUrl: 7, rootFingerprint: 'x', enrolmentToken: null })
    browser = await launch()
    const { managed } = await until((status) => status.managed?.state === 'misconfigured')
    expect(managed?.problems.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['serverUrl', 'rootFingerprint', 'enrolmentToken']),
    )
  })
})
