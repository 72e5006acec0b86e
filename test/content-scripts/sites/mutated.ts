import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { compileSlice } from '../../../policy/compile.ts'
import type { Policy } from '../../../policy/bundle.ts'
import type { Slice } from '../../../policy/slice.ts'
import starter from '../../../policy/starter/starter-policy.json' with { type: 'json' }
import type { SitePack } from '../../../protocol/site-pack.ts'
import { checkPacks } from '../../../sites/registry.ts'
import { buildBundle } from '../../policy/build.ts'
import { savedPages, type SavedPage } from '../../sites/saved-page.ts'
import { type Chromium, launchChromium } from '../../support/extension.ts'
import { mutations } from '../support/mutations.ts'
import { buildPageExtension } from '../support/page-extension.ts'

const packs = checkPacks().good

/** What one changed page came to. */
export interface Outcome {
  readonly crm: string
  readonly place: string
  readonly change: string
  /** Surfaces whose control this place is, and how many of them still find it. */
  readonly expected: number
  readonly found: number
  /** Other controls that are held now and were not before. */
  readonly falseGates: readonly string[]
  readonly isDegraded: boolean
  /** Surfaces that no longer find it and do not say so. */
  readonly silent: readonly string[]
}

export interface Case {
  readonly crm: string
  readonly saved: SavedPage & { readonly html: string }
  readonly change: string
}

const inShadow = (mode: string) => `
  const host = document.createElement('div')
  host.style.display = 'inline-block'
  target.replaceWith(host)
  host.attachShadow({ mode: '${mode}' }).append(target)`

const changes: Readonly<Record<string, string>> = {
  ...mutations,
  'moved into an open shadow root': inShadow('open'),
  'moved into a closed shadow root': inShadow('closed'),
}
const gone = /^locator (\d) gone$/

/** Every saved page under every change, and under the loss of each locator by itself. */
export function allCases(): readonly Case[] {
  return packs.flatMap((pack) =>
    savedPages(pack.id).flatMap((saved) => {
      const most = Math.max(...pack.surfaces.map(({ control }) => control?.locators.length ?? 0))
      const losses = Array.from({ length: most }, (_, index) => `locator ${index} gone`)
      return [...Object.keys(changes), ...losses].map((change) => ({ crm: pack.id, saved, change }))
    }),
  )
}

/** The real content scripts on saved pages, one change at a time. */
export async function openMutations() {
  const folder = await buildPageExtension()
  const chromium = await launchChromium({ extensionDir: folder })
  const page = chromium.context.pages()[0] ?? (await chromium.context.newPage())
  let html = ''
  await page.route('http://127.0.0.1:4999/**', (route) =>
    route.request().resourceType() === 'document'
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
      : route.fulfill({ status: 204, body: '' }),
  )
  const open = async (saved: Case['saved'], slice: Slice) => {
    const worker = await chromium.worker()
    await worker.evaluate((given) => globalThis.adopt(given), slice as unknown as object)
    html = saved.html
    await page.goto('about:blank')
    await page.goto(`http://127.0.0.1:4999${saved.address}`)
    await page.locator(saved.control).locator('visible=true').first().evaluate(number)
    await ready(chromium, page)
  }

  return {
    async run({ crm, saved, change }: Case): Promise<Outcome> {
      const pack = packs.find(({ id }) => id === crm)
      if (!pack) throw new Error(`There is no pack ${crm}`)
      await open(saved, sliceOf(pack))
      const before = await probe(chromium)
      const expected = before.found
      const lost = gone.exec(change)?.[1]
      if (lost !== undefined) await open(saved, sliceOf(without(pack, Number(lost))))
      else
        await page
          .locator('[probe]')
          .evaluate((target, code) => new Function('target', code)(target), changes[change] ?? '')
      const after = await probe(chromium)
      return {
        ...{ crm, place: saved.place, change, expected: expected.length },
        found: expected.filter((id) => after.found.includes(id)).length,
        falseGates: after.gated.filter((gate) => !before.gated.includes(gate)),
        isDegraded: after.degraded.some((id) => !before.degraded.includes(id)),
        silent: expected.filter((id) => !after.found.includes(id) && after.degraded.length === 0),
      }
    },
    async close(): Promise<void> {
      await chromium.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** In the page: names the control, and every other thing that can be pressed, so that a change cannot hide which is which. */
function number(target: Element): void {
  target.setAttribute('probe', '')
  let count = 0
  for (const one of document.querySelectorAll('button,a,input,summary,[role]'))
    one.setAttribute('probe-number', String((count += 1)))
}

async function ready(chromium: Chromium, page: Page): Promise<void> {
  await page.bringToFront()
  const worker = await chromium.worker()
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isThere = await worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true })
      const [found] = await chrome.scripting.executeScript({
        target: { tabId: tab?.id ?? 0 },
        func: () => 'checkPack' in ((globalThis as { countersign?: object }).countersign ?? {}),
      })
      return found?.result
    })
    if (isThere) return
  }
  throw new Error('The scripts did not come')
}

interface Shared {
  readonly countersign: {
    checkPack(): void
    readonly degraded: Set<string>
    readonly looks: {
      readonly page: { readonly site?: { readonly surfaces: readonly { readonly id: string }[] } }
      isPresent(surface: unknown): boolean
      isControl(element: Element, surface: unknown): boolean
      locate(surface: unknown): { readonly element: Element } | undefined
    }
  }
}

/** Asks the engine in the page: what it finds, what it would hold, what it reports. */
async function probe(chromium: Chromium) {
  const worker = await chromium.worker()
  const answer = await worker.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true })
    const [found] = await chrome.scripting.executeScript({
      target: { tabId: tab?.id ?? 0 },
      func: () => {
        const { countersign } = globalThis as unknown as Shared
        const { page, isPresent, isControl, locate } = countersign.looks
        const surfaces = (page.site?.surfaces ?? []).filter(isPresent)
        countersign.checkPack()
        countersign.checkPack()
        const others = [...document.querySelectorAll('[probe-number]:not([probe])')]
        return {
          found: surfaces.filter((one) => locate(one)?.element.hasAttribute('probe')).map(({ id }) => id),
          gated: others.flatMap((element) =>
            surfaces
              .filter((one) => isControl(element, one))
              .map(({ id }) => `${id} at ${element.getAttribute('probe-number')}`),
          ),
          degraded: [...countersign.degraded],
        }
      },
    })
    return found?.result
  })
  if (!answer) throw new Error('The page did not answer')
  return answer
}

function without(pack: SitePack, index: number): SitePack {
  const surfaces = pack.surfaces.map((surface) => {
    const { control } = surface
    if (!control) return surface
    const locators = control.locators.map((one, at) =>
      at === index ? { by: 'text' as const, text: '\u0001', weight: one.weight } : one,
    )
    return { ...surface, control: { ...control, locators } }
  })
  return { ...pack, surfaces }
}

function sliceOf(pack: SitePack): Slice {
  const bundle = buildBundle(starter as unknown as Policy)
  const state = { bundleDigest: '', lease: 'fresh', killed: [], reserved: {}, suggestions: [] } as const
  // Scripts and styles, by which some are known, are not kept.
  return compileSlice(bundle, { ...pack, detect: ['html'] }, state)
}
