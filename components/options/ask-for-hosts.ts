import { browser } from 'wxt/browser'

/** False when the person says no, and when the browser will not ask. */
export async function askForHosts(patterns: readonly string[]): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins: [...patterns] })
  } catch {
    // A pattern the browser does not know, or no press of a button behind this call: nothing was allowed.
    return false
  }
}
