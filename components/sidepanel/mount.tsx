import { createRoot } from 'react-dom/client'
import { browser } from 'wxt/browser'
import decisionWords from '../../locales/en/decision.json' with { type: 'json' }
import describeWords from '../../locales/en/describe.json' with { type: 'json' }
import panelWords from '../../locales/en/panel.json' with { type: 'json' }
import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import { guardActivation } from '../panel/activation.ts'
import { connectToWorker } from '../panel/connect-to-worker.ts'
import { createPanelStore } from '../panel/panel-store.ts'
import { linkToWorker } from '../panel/worker-link.ts'
import type { PanelPort } from '../panel/worker-link.ts'
import '../ui/tokens.css'
import { setWords } from '../ui/words.ts'
import { askWorker } from './ask-worker.ts'
import { createDescribeStore } from './describe/describe-store.ts'
import type { DescribeSession } from './describe/describe-store.ts'
import { openInTab } from './describe/open-in-tab.ts'
import { SidePanel } from './SidePanel.tsx'
import { createSidePanelStore } from './side-panel-store.ts'

const refreshEvery = 20_000

/** `?tab=` says which tab is looked at when this page is no side panel but a tab or window of its own. */
export function mountSidePanel(
  root: HTMLElement,
  connect: () => PanelPort = connectToWorker,
  session: DescribeSession = { ask: askWorker, open: openInTab(askWorker, tabOf(location.search)) },
): void {
  setWords([decisionWords, panelWords, describeWords])
  const now = () => performance.now()
  const send = (message: PanelMessage) => link.send(message)
  const listHolds = () => send({ type: 'holds.listed' })

  const store = createSidePanelStore({
    listHolds,
    openHold(hold) {
      const close = () => store.getState().returnToList()
      const panel = createPanelStore({ hold, now, send, close })
      panel.getState().showLink('live')
      send({ type: 'hold.opened', hold })
      activation.restart()
      return panel
    },
  })
  const openedPanel = () => store.getState().opened

  const activation = guardActivation({
    root,
    now,
    onPressed: (covered) => openedPanel()?.store.getState().showCovered(covered),
  })
  const link = linkToWorker({
    connect,
    greeting() {
      const opened = openedPanel()
      return opened === null
        ? [{ type: 'holds.listed' }]
        : [{ type: 'holds.listed' }, { type: 'hold.opened', hold: opened.hold }]
    },
    onLink(state) {
      store.getState().showLink(state)
      openedPanel()?.store.getState().showLink(state)
    },
    onMessage(message) {
      if (message.type === 'holds.shown')
        return store.getState().showHolds(message.views, message.status, message.memories ?? [])
      const opened = openedPanel()
      const hold = message.type === 'hold.shown' ? message.view.hold : message.hold
      if (opened === null || opened.hold !== hold) return
      if (message.type === 'hold.gone') return opened.store.getState().loseHold()
      const before = opened.store.getState().view
      if (before?.state !== message.view.state || before.digest !== message.view.digest) activation.restart()
      opened.store.getState().showView(message.view)
    },
  })

  // Time passes without a message: deadlines, the age of the policy, what was sent meanwhile.
  setInterval(() => {
    if (document.visibilityState === 'visible' && openedPanel() === null) listHolds()
  }, refreshEvery)

  createRoot(root).render(
    <SidePanel
      store={store}
      describe={createDescribeStore(session)}
      onForget={(memory) => send({ type: 'memory.forgotten', memory })}
      onFlush={() => void askWorker({ type: 'outbox.flush' }).then(listHolds)}
      onEnrol={() => void browser.runtime.openOptionsPage()}
    />,
  )
}

function tabOf(search: string): number | null {
  const tab = Number(new URLSearchParams(search).get('tab') ?? Number.NaN)
  return Number.isInteger(tab) ? tab : null
}
