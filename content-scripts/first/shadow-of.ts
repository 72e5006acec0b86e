type Opener = { openOrClosedShadowRoot?: ShadowRoot | null }

/** The shadow root of `host` whatever its mode; only an isolated world may ask. */
export function shadowOf(host: Element): ShadowRoot | null {
  if (!(host instanceof HTMLElement)) return null
  return typeof chrome !== 'undefined' && chrome.dom
    ? chrome.dom.openOrClosedShadowRoot(host)
    : ((host as Opener).openOrClosedShadowRoot ?? null)
}
