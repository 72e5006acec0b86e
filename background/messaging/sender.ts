import type { Browser } from 'wxt/browser'
import type { Place } from '../db/rows.ts'
import type { Environment } from '../environment.ts'
import { parsedUrl } from './hosts.ts'

type Sender = Browser.runtime.MessageSender

/**
 * Where a message comes from, as the browser states it: never from its body (trust.md, attack 10). Null = nothing a page
 * of a governed host could send.
 */
export function pagePlaceOf(
  environment: Environment,
  sender: Sender | undefined,
): { place: Place; url: string } | null {
  if (!sender || sender.id !== environment.browser.runtime.id) return null
  if (sender.tab?.id === undefined || sender.frameId === undefined) return null
  const url = frameUrlOf(sender)
  if (url === null || isOwn(environment, url)) return null
  return {
    place: {
      tab: sender.tab.id,
      frame: sender.frameId,
      document: sender.documentId ?? null,
      origin: new URL(url).origin,
    },
    url,
  }
}

/** A panel frame says in which tab it is shown; the side panel and extension tabs are `tab: null`. */
export function ownPageOf(
  environment: Environment,
  sender: Sender | undefined,
): { tab: number | null } | null {
  if (!sender || sender.id !== environment.browser.runtime.id) return null
  const from = sender.origin ?? sender.url
  if (from === undefined || !isOwn(environment, from)) return null
  const isFramed = sender.tab?.id !== undefined && (sender.frameId ?? 0) !== 0
  return { tab: isFramed ? (sender.tab?.id ?? null) : null }
}

/** about:blank, srcdoc and blob frames act for the page that made them. */
function frameUrlOf(sender: Sender): string | null {
  const url = parsedUrl(sender.url)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href
  const origin = parsedUrl(sender.origin)
  return origin?.protocol === 'http:' || origin?.protocol === 'https:' ? origin.href : null
}

/** The scheme is enough: `sender.id` already says that it is us, and a dynamic URL has another host than our id. */
function isOwn(environment: Environment, url: string): boolean {
  return parsedUrl(url)?.protocol === parsedUrl(environment.origin)?.protocol
}
