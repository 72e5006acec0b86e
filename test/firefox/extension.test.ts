import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Firefox, launchFirefox } from '../support/firefox.ts'

describe('the built add-on in Firefox', () => {
  let firefox: Firefox
  beforeAll(async () => {
    firefox = await launchFirefox()
  })
  afterAll(() => firefox?.close())

  test.each(['options.html', 'popup.html', 'sidepanel.html'])('%s opens and says something', async (path) => {
    const page = await firefox.openExtensionPage(path)
    await page.waitForFunction(() => (document.getElementById('root')?.innerText.length ?? 0) > 20)
    expect(await page.title()).not.toMatch(/__MSG|undefined/)
    await page.close()
  })
})
