import { createRoot } from 'react-dom/client'
import { browser } from 'wxt/browser'
import decisionWords from '../../locales/en/decision.json' with { type: 'json' }
import panelWords from '../../locales/en/panel.json' with { type: 'json' }
import { askWorker } from '../sidepanel/ask-worker.ts'
import { askForHosts } from './ask-for-hosts.ts'
import '../ui/tokens.css'
import { setWords } from '../ui/words.ts'
import { Options } from './Options.tsx'
import { createOptionsStore } from './options-store.ts'

/** A person types eight letters meanwhile; the worker asks by its own alarm when this page is gone. */
const followEvery = 3000

/** `?server=&code=` only fills in the form: the person still presses Enrol. */
export function mountOptions(
  root: HTMLElement,
  ask: typeof askWorker = askWorker,
  requestHosts: (patterns: readonly string[]) => Promise<boolean> = askForHosts,
  openTab: (url: string) => void = (url) => void browser.tabs.create({ url }),
): void {
  setWords([decisionWords, panelWords])
  const query = new URLSearchParams(location.search)
  const store = createOptionsStore({
    ask,
    serverUrl: query.get('server') ?? '',
    code: query.get('code') ?? '',
    requestHosts,
    openTab,
  })
  // In the background too: the page where the person says yes is another tab.
  setInterval(() => void store.getState().follow(), followEvery)
  // What changed while another tab was looked at: a host taken back, a policy that came.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void store.getState().readStatus()
  })
  void store.getState().readStatus()
  createRoot(root).render(<Options store={store} />)
}
