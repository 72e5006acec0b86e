/** A sentence over the page, for when nothing else of ours can be shown. Gone after a while; it takes no input. */
export function showNotice(word: string): void {
  const host = document.createElement('output')
  host.popover = 'manual'
  host.attachShadow({ mode: 'closed' }).textContent = chrome.i18n.getMessage(word)
  host.style.cssText =
    'all:initial;position:fixed;inset:auto 16px 16px auto;max-width:320px;padding:12px 16px;border-radius:8px;font:14px/1.4 system-ui,sans-serif;color:#fff;background:#1f2937;box-shadow:0 4px 16px #0006;pointer-events:none'
  document.documentElement.append(host)
  host.showPopover()
  setTimeout(() => host.remove(), 8000)
}
