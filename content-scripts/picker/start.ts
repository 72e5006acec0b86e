import { pickerPortName } from '../../protocol/messages/picker-port.ts'
import type { PickerReport, PickerRequest } from '../../protocol/messages/picker-port.ts'
import { beDraftSite } from './draft-site.ts'
import { showMatches } from './matches.ts'
import { removeOverlay } from './overlay.ts'
import { startPicking } from './pick.ts'
import { proposeControl } from './propose.ts'
import { proposeField } from './propose-field.ts'
import { sayWhatThisIs } from './say-what-this-is.ts'
import { watchUse } from './watch.ts'

const shared = globalThis as { countersignPicker?: true }

/** Waits for the side panel, in this frame. Brought here when an administrator describes a control, and never before. */
export function startPicker(): void {
  if (shared.countersignPicker) return
  shared.countersignPicker = true
  beDraftSite()
  chrome.runtime.onConnect.addListener((port) => {
    if (port.name === pickerPortName) serve(port)
  })
}

function serve(port: chrome.runtime.Port): void {
  const isMonthFirst = /^en-(US|PH)$/.test(navigator.language)
  let picking: ReturnType<typeof startPicking> | undefined
  let end = () => {}
  const report = (message: PickerReport) => port.postMessage(message)
  /** One thing at a time: what comes next ends what was before. */
  const begin = (make: () => () => void) => {
    end()
    end = () => {}
    end = make()
  }
  const stop = () => begin(() => () => {})
  port.onDisconnect.addListener(() => {
    stop()
    removeOverlay()
  })
  port.onMessage.addListener((request: PickerRequest) => {
    switch (request.type) {
      case 'packs.offered': {
        const ids = request.packs.filter(({ detect }) => detect.some(isThere)).map(({ id }) => id)
        return report({ type: 'packs.detected', ids })
      }
      case 'pick.started':
        return begin(() => {
          const { what } = request
          picking = startPicking({
            what,
            onPicked: (element) =>
              what === 'control'
                ? report({ type: 'control.picked', proposal: proposeControl(element) })
                : report({ type: 'field.picked', field: proposeField(element, isMonthFirst) }),
            onCancelled: () => report({ type: 'pick.cancelled' }),
          })
          return picking.stop
        })
      case 'pick.stepped':
        return picking?.move(request.step)
      case 'matches.shown':
        return begin(() =>
          showMatches(request.control, (count) => report({ type: 'matches.counted', count })),
        )
      case 'use.watched':
        return begin(() => watchUse(request, report))
      case 'pick.ended':
      case 'matches.hidden':
      case 'use.ended':
        return stop()
    }
    request satisfies never
  })
  report({ type: 'picker.ready', url: location.href, ...sayWhatThisIs() })
}

/** A selector of somebody's pack may be one that this browser does not know. */
function isThere(css: string): boolean {
  try {
    return document.querySelector(css) !== null
  } catch {
    return false
  }
}
