import { createRoot } from 'react-dom/client'
import decisionWords from '../../locales/en/decision.json' with { type: 'json' }
import panelWords from '../../locales/en/panel.json' with { type: 'json' }
import '../ui/tokens.css'
import { setWords } from '../ui/words.ts'
import { guardActivation } from './activation.ts'
import { connectToWorker } from './connect-to-worker.ts'
import { measureHeight } from './measure-height.ts'
import { createPanelStore } from './panel-store.ts'
import { PanelContext } from './panel-context.ts'
import { Panel } from './Panel.tsx'
import { linkToWorker } from './worker-link.ts'
import type { PanelPort, WorkerLink } from './worker-link.ts'

/** Shows the hold named in `#hold=<uuid>`; everything it shows comes over the port, everything it does goes over it. */
export function mountPanel(root: HTMLElement, connect: () => PanelPort = connectToWorker): void {
  const hold = new URLSearchParams(location.hash.slice(1)).get('hold')
  if (!hold) {
    rehearse()
    return whenNamed(() => mountPanel(root, connect))
  }
  setWords([decisionWords, panelWords])
  const now = () => performance.now()
  const session = {
    hold,
    now,
    send: (message: Parameters<WorkerLink['send']>[0]) => link.send(message),
    close: () => link.send({ type: 'panel.closed', hold }),
  }
  const store = createPanelStore(session)
  // Before React, whose own listeners sit on the same element: what the gate stops never reaches a component.
  const activation = guardActivation({
    root,
    now,
    onPressed: (covered) => store.getState().showCovered(covered),
  })
  const link = linkToWorker({
    connect,
    greeting: () => [{ type: 'hold.opened', hold }],
    onLink: (state) => store.getState().showLink(state),
    onMessage(message) {
      if (message.type === 'hold.gone' && message.hold === hold) store.getState().loseHold()
      if (message.type !== 'hold.shown' || message.view.hold !== hold) return
      const before = store.getState().view
      if (before?.state !== message.view.state || before.digest !== message.view.digest) activation.restart()
      store.getState().showView(message.view)
    },
  })
  createRoot(root).render(
    <PanelContext value={store}>
      <Panel />
    </PanelContext>,
  )
  measureHeight(root, (height) => session.send({ type: 'panel.measured', hold, height }))
}

/** Draws an empty panel that nobody sees: code that ran once is ready when the rep presses. */
function rehearse(): void {
  setWords([decisionWords, panelWords])
  const store = createPanelStore({ hold: '', now: () => 0, send: () => {}, close: () => {} })
  const apart = createRoot(document.createElement('div'))
  apart.render(
    <PanelContext value={store}>
      <Panel />
    </PanelContext>,
  )
  setTimeout(() => apart.unmount(), 1000)
}

/** The page lets the frame load before it knows of which hold it will be, and says so in a message. */
function whenNamed(then: () => void): void {
  addEventListener('message', function hear({ source, data }) {
    if (source !== parent || typeof data !== 'string') return
    removeEventListener('message', hear)
    history.replaceState(null, '', `#hold=${encodeURIComponent(data)}`)
    then()
  })
}
