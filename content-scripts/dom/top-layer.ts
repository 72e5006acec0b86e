/** Every host of ours, so that events on it never reach the page. */
export const hosts = new Map<EventTarget, ShadowRoot>()
type Ours = Element & { isOurs?: boolean }
const styles = new WeakMap<Element, string>()

/**
 * A host in the top layer with a closed root: no page style, transform or clip reaches it, and it moves nothing. The
 * element name is random, because a fixed one would tell every page who we are.
 */
export function makeHost(css: string): ShadowRoot {
  const letters = crypto.getRandomValues(new Uint8Array(8))
  const host = document.createElement(
    `x-${Array.from(letters, (byte) => ((byte % 26) + 10).toString(36)).join('')}`,
  )
  const root = host.attachShadow({ mode: 'closed' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  host.popover = 'manual'
  // Seen in our own world only: the picker, which is another script, must not take a badge for a part of the page.
  ;(host as Ours).isOurs = true
  hosts.set(host, root)
  return root
}

/** Puts the host (back) on top; inside an open modal dialog, because everything outside of one is inert. */
export function raise(root: ShadowRoot): void {
  const host = root.host as HTMLElement
  const parent =
    [...document.getElementsByTagName('dialog')].findLast((one) => one.matches(':modal')) ??
    document.documentElement
  if (host.parentNode !== parent) parent.append(host)
  const style =
    'all:initial!important;position:fixed!important;inset:0 auto auto 0!important;width:0!important;height:0!important;overflow:visible!important;pointer-events:auto!important'
  // Read back what was written: it is spelled otherwise, and a page may have written over it.
  if (host.style.cssText !== styles.get(host)) {
    host.style.cssText = style
    styles.set(host, host.style.cssText)
  }
  if (!host.matches(':popover-open')) host.showPopover()
}

export function remove(root: ShadowRoot): void {
  hosts.delete(root.host)
  root.host.remove()
}

/** Was this host made by any script of ours? */
export function isOurs(element: Element): boolean {
  return (element as Ours).isOurs === true
}
