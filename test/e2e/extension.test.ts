import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chromium, launchChromium } from '../support/extension.ts'

describe('the built extension', () => {
  let chromium: Chromium
  let site: Server
  beforeAll(async () => {
    chromium = await launchChromium()
    site = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>A page</h1>'),
    )
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    await chromium?.close()
    site?.close()
  })

  test.each(['options.html', 'popup.html', 'sidepanel.html'])(
    '%s opens without an error and says something',
    async (path) => {
      const page = await chromium.context.newPage()
      const errors: string[] = []
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      page.on('pageerror', (error) => errors.push(error.message))
      await page.goto(`chrome-extension://${chromium.extensionId}/${path}`)
      await page.waitForFunction(() => (document.getElementById('root')?.innerText.length ?? 0) > 20)
      expect(errors).toEqual([])
      expect(await page.title()).not.toMatch(/__MSG|undefined/)
      await page.close()
    },
  )

  test('a page of no governed site is left alone', async () => {
    const page = await chromium.context.newPage()
    const errors: string[] = []
    page.on(
      'console',
      (message) =>
        message.type() === 'error' && !message.text().includes('404') && errors.push(message.text()),
    )
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
    expect(await page.locator('body').innerText()).toBe('A page')
    expect(await page.evaluate(() => document.documentElement.children.length)).toBe(2)
    expect(errors).toEqual([])
    await page.close()
  })

  test('a worker that was stopped comes back and its pages work', async () => {
    await chromium.stopWorker()
    const page = await chromium.openExtensionPage('options.html')
    await page.waitForFunction(() => (document.getElementById('root')?.innerText.length ?? 0) > 20)
    await chromium.worker()
    await page.close()
  })
})
