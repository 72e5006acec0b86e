import { createRoot } from 'react-dom/client'
import { browser } from 'wxt/browser'
import decisionWords from '../../locales/en/decision.json' with { type: 'json' }
import panelWords from '../../locales/en/panel.json' with { type: 'json' }
import { askWorker } from '../sidepanel/ask-worker.ts'
import '../ui/tokens.css'
import { setWords } from '../ui/words.ts'
import { Popup } from './Popup.tsx'
import { openSidePanel } from './open-side-panel.ts'

export function mountPopup(root: HTMLElement, ask: typeof askWorker = askWorker): void {
  setWords([decisionWords, panelWords])
  createRoot(root).render(
    <Popup
      readStatus={() => ask({ type: 'status.read' })}
      onOpenSidePanel={openSidePanel}
      onOpenOptions={() => void browser.runtime.openOptionsPage()}
    />,
  )
}
