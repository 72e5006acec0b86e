import { hosts, makeHost, raise, remove } from '../dom/top-layer.ts'
import { isTouchable } from './guard.ts'

const css = `iframe{position:fixed;border:0;width:min(400px,calc(100vw - 16px));border-radius:10px;color-scheme:normal;
box-shadow:0 0 0 1px #0003,0 8px 32px #0005;background:Canvas}iframe.off{pointer-events:none;opacity:.4}`

interface PanelFrame {
  readonly root: ShadowRoot
  readonly frame: HTMLIFrameElement
}

interface Panel extends PanelFrame {
  readonly hold: string
  readonly anchor: Element | null
  readonly focused: Element | null
  height: number
  raised: number
}

let panel: Panel | undefined
let spare: PanelFrame | undefined

/** Loads a frame that shows nothing yet, as soon as something on the page would be held: it is there when the rep acts. */
export function preparePanel(): void {
  // After a reload of the extension there is no address to load.
  if (!panel && chrome.runtime?.id) spare ??= makeFrame()
}

function makeFrame(): PanelFrame {
  const root = makeHost(css)
  const frame = document.createElement('iframe')
  // The page asks for the address itself: only here does the browser give the one that changes with every start.
  frame.src = chrome.runtime.getURL('/panel.html')
  frame.title = chrome.i18n.getMessage('panelTitle')
  root.append(frame)
  // Not raised: a popover that is not open shows nothing, and what is raised last lies on top.
  document.documentElement.append(root.host)
  return { root, frame }
}

/** One panel at a time: the frame of the extension beside the control, in front of everything of the page. */
export function openPanel(hold: string, anchor: Element | null): void {
  if (panel?.hold !== hold) {
    closePanel()
    const { root, frame } = spare ?? makeFrame()
    spare = undefined
    const active = document.activeElement
    const focused = (active && hosts.get(active)?.activeElement) ?? active
    panel = { hold, anchor, root, frame, focused, height: 320, raised: 0 }
    raise(root)
    // By a message: to this script the frame has another address than to itself, so a new hash would load it anew. To
    // whoever is there, because before it is loaded nobody is; then it is said again.
    const name = () => frame.contentWindow?.postMessage(hold, '*')
    frame.onload = () => {
      name()
      // Who has gone back to the page by then goes on typing there.
      if (document.activeElement === root.host) frame.focus()
    }
    name()
    frame.focus()
  }
  placePanel()
}

export function resizePanel(hold: string, height: number): void {
  if (panel?.hold !== hold) return
  if (!(height > 0)) return closePanel(hold)
  panel.height = height
  placePanel()
}

/** Without `hold`: whichever is open. Focus goes back to where the rep was. */
export function closePanel(hold?: string): void {
  if (!panel || (hold && panel.hold !== hold)) return
  const { root, focused, anchor } = panel
  panel = undefined
  remove(root)
  const back = focused?.isConnected && focused !== document.body ? focused : anchor
  if (back instanceof HTMLElement) back.focus({ preventScroll: true })
}

export function placePanel(): void {
  if (!panel) return
  const { frame, anchor, root } = panel
  const { innerWidth: width, innerHeight: height } = window
  const box = anchor?.isConnected ? anchor.getBoundingClientRect() : undefined
  const wide = Math.min(400, width - 16)
  const isRightToLeft = getComputedStyle(document.documentElement).direction === 'rtl'
  const end = isRightToLeft ? 8 : width - wide - 8
  const isBeside = box && (isRightToLeft ? box.left - 16 >= wide : width - box.right - 16 >= wide)
  // Beside the control at the far edge, where it hides least of what the rep may have to reword; else below or above it.
  // The badge may hang under its control.
  const below = box ? box.bottom + 26 : 8
  // The control stays free: what is too tall for the better place scrolls.
  const room = box && !isBeside ? Math.max(height - below - 8, box.top - 16, 160) : height - 16
  const tall = Math.min(panel.height, room)
  const left = !box || isBeside ? end : isRightToLeft ? box.right - wide : box.left
  const top = isBeside ? box.top - tall / 2 : !box || below + tall <= height - 8 ? below : box.top - 8 - tall
  const inset = (value: number, limit: number) => Math.max(8, Math.min(value, limit - 8))
  const put = { left: inset(left, width - wide), top: inset(top, height - tall), width: wide, height: tall }
  frame.style.cssText = `top:${put.top}px;left:${put.left}px;height:${tall}px`
  frame.classList.remove('off')
  // A page may lay something over the panel or hide it. Raised again a few times, and out of use until a later look finds it
  // well without that: never clicked blind.
  const isSafe = isTouchable(root.host, frame, put)
  if (!isSafe && panel.raised++ < 5) {
    ;(root.host as HTMLElement).hidePopover()
    raise(root)
  }
  frame.classList.toggle('off', !isSafe)
}
