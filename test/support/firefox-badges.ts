import type { Page } from 'puppeteer-core'
import { eventually } from './firefox-panel.ts'

/** A serialised node of WebDriver BiDi, as far as it is read here. */
interface Node {
  readonly value?: {
    readonly localName?: string
    readonly attributes?: Readonly<Record<string, string>>
    readonly children?: readonly Node[]
    readonly shadowRoot?: Node | null
  }
}
interface Protocol {
  send(method: string, params: unknown): Promise<{ result: { result?: { value?: readonly Node[] } } }>
}

/** Waits for a badge that is shown and whose accessible name fits. */
export function badgeNamed(page: Page, name: RegExp): Promise<string> {
  const look = async () => (await shownBadges(page)).find((badge) => name.test(badge)) ?? null
  return eventually(`a badge that fits ${name}`, look)
}

/** The page's own scripts see no closed root; the protocol writes it out when it is asked to. Puppeteer itself does not ask. */
async function shownBadges(page: Page): Promise<readonly string[]> {
  const { connection } = page.browser() as unknown as { readonly connection: Protocol }
  const { _id: context } = page.mainFrame() as unknown as { readonly _id: string }
  const { result } = await connection.send('script.evaluate', {
    expression: '[...document.querySelectorAll("[popover=manual]")]',
    target: { context },
    awaitPromise: false,
    serializationOptions: { includeShadowTree: 'all', maxDomDepth: 2 },
  })
  const buttons = (result.result?.value ?? [])
    .flatMap((host) => host.value?.shadowRoot?.value?.children ?? [])
    .filter(({ value }) => value?.localName === 'button')
  return buttons
    .map(({ value }) => value?.attributes ?? {})
    .filter(({ style = '' }) => /transform/.test(style) && !/visibility/.test(style))
    .map((attributes) => attributes['aria-label'] ?? '')
}
