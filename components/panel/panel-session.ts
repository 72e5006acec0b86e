import type { PanelMessage } from '../../protocol/messages/panel-port.ts'

/** What one shown hold may ask of the world around it. */
export interface PanelSession {
  readonly hold: string
  readonly send: (message: PanelMessage) => void
  /** The rep closes it: in a frame the frame goes, in the side panel the list comes back. */
  readonly close: () => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
}
