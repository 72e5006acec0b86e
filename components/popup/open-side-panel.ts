import { browser } from 'wxt/browser'

interface SidebarAction {
  open(): Promise<void>
}

/** Both browsers open it only inside the press itself, so nothing may be awaited before the call. */
export function openSidePanel(): void {
  const { sidebarAction } = browser as typeof browser & { readonly sidebarAction?: SidebarAction }
  if (sidebarAction !== undefined) void sidebarAction.open().then(close)
  else void browser.sidePanel.open({ windowId: browser.windows.WINDOW_ID_CURRENT }).then(close)
}

function close(): void {
  window.close()
}
