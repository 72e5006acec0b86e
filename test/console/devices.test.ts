import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { violationsOf } from '../components/check-axe.ts'
import { picture, startConsole } from './console.ts'
import type { Console } from './console.ts'

let console_: Console
const status = {
  ...{ bundleVersion: 1, bundleDigest: null, extensionVersion: '0.1.1', unsent: 0, rejected: 0 },
  ...{ problem: null, missingHosts: [], managed: 'in-force', managedProblems: [], lease: 'fresh' },
}
beforeAll(async () => {
  console_ = await startConsole()
  const said = [
    {},
    { extensionVersion: '0.1.0', managed: 'none' },
    { managed: 'misconfigured', managedProblems: ['serverUrl: INVALID'] },
    { missingHosts: ['https://crm.acme.test/*'], sentAt: new Date(Date.now() - 3_600_000).toISOString() },
  ]
  for (const change of said) {
    const { send } = await console_.device()
    await send('/v1/devices/status', { ...status, sentAt: new Date().toISOString(), ...change })
  }
})
afterAll(() => console_?.stop())

const rows = (page: Page) => page.getByRole('region', { name: 'Devices' }).locator('tbody tr')

async function fileOf(page: Page, button: string): Promise<string> {
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return readFile(await saved.path(), 'utf8')
}

describe('the devices page', () => {
  test('F79 says how the fleet stands, and a figure shows the devices it counts', async () => {
    const page = await console_.open('admin', '/devices')
    await page.getByText('1 of 4 devices are as they should be').waitFor()
    await picture(page, 'devices')
    expect(await rows(page).count()).toBe(4)
    const figure = page.getByRole('button', { name: '1 Misconfigured' })
    await figure.click()
    await expect.poll(() => rows(page).count()).toBe(1)
    expect(new URL(page.url()).search).toBe('?only=misconfigured')
    expect(await rows(page).getByText('serverUrl: INVALID').count()).toBe(1)
    expect(await violationsOf(page)).toEqual([])
    await picture(page, 'devices-misconfigured')
    await page.reload()
    await expect.poll(() => rows(page).count()).toBe(1)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => rows(page).count()).toBe(4)
    await page.context().close()
  })

  test('F79 the files have every device, whatever the page shows', async () => {
    const page = await console_.open('admin', '/devices?only=misconfigured')
    const csv = await fileOf(page, 'Export CSV')
    expect(csv.trim().split('\r\n')).toHaveLength(5)
    expect(csv.split('\r\n', 1)[0]).toContain('clockAheadMs')
    expect(csv).toContain('https://crm.acme.test/*')
    const json = JSON.parse(await fileOf(page, 'Export JSON')) as { items: unknown[]; coverage: object }
    expect(json.items).toHaveLength(4)
    expect(json.coverage).toMatchObject({ devices: 4, well: 1 })
    await page.context().close()
  })

  test('makes a fleet token, shows it once as the values it belongs into, and revokes it', async () => {
    const page = await console_.open('admin', '/devices', { scheme: 'dark' })
    await page.getByRole('button', { name: 'Make a fleet token' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByLabel('Name').fill('Berlin, first wave')
    await dialog.getByLabel('Mail domain').fill('acme.example')
    expect(await violationsOf(page)).toEqual([])
    await picture(page, 'devices-token')
    await dialog.getByRole('button', { name: 'Make a fleet token' }).click()
    const values = JSON.parse(await dialog.locator('pre').innerText()) as Record<string, string>
    expect(values['enrolmentToken']).toMatch(/^FLEET(-[0-9A-Z]{4}){6}\.[0-9a-f]{32,64}$/)
    expect(values['serverUrl']).toBe(console_.server.url)
    await picture(page, 'devices-token-made')
    expect(await violationsOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Done' }).click()
    const tokens = page.getByRole('region', { name: 'Fleet tokens' })
    const row = tokens.locator('tbody tr').first()
    await row.getByText('Berlin, first wave').first().waitFor()
    expect(await row.innerText()).toContain('0 of 100')
    await row.getByRole('button', { name: 'Revoke' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Revoke' }).click()
    await row.getByText('Revoked').waitFor()
    await picture(page, 'devices-tokens')
    await page.context().close()
  })
})
