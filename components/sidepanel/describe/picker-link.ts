import type { PickerReport, PickerRequest } from '../../../protocol/messages/picker-port.ts'
import { asPickerReport, pickerReportSchema } from '../../../protocol/messages/picker-report-schema.ts'

/** One open port to the picker in one frame. */
export interface PickerPort {
  postMessage(message: PickerRequest): void
  disconnect(): void
  readonly onMessage: { addListener(listener: (message: unknown) => void): void }
  readonly onDisconnect: { addListener(listener: () => void): void }
}

export interface PickerLink {
  /** To one frame, or to all of them. */
  ask(request: PickerRequest, frame?: number): void
  close(): void
}

/** Ports to all frames as one; what a page made its picker say is checked before anybody hears it. */
export function linkToPicker(
  frames: readonly number[],
  connect: (frame: number) => PickerPort,
  {
    onReport,
    onLost,
  }: {
    readonly onReport: (report: PickerReport, frame: number) => void
    readonly onLost: (frame: number) => void
  },
): PickerLink {
  const ports = new Map<number, PickerPort>()
  for (const frame of frames) {
    const port = connect(frame)
    ports.set(frame, port)
    port.onMessage.addListener((message) => {
      const parsed = pickerReportSchema.safeParse(message)
      if (parsed.success && ports.get(frame) === port) onReport(asPickerReport(parsed.data), frame)
    })
    port.onDisconnect.addListener(() => {
      if (ports.delete(frame)) onLost(frame)
    })
  }
  return {
    ask(request, frame) {
      for (const [id, port] of ports) if (frame === undefined || frame === id) port.postMessage(request)
    },
    close() {
      const open = [...ports.values()]
      ports.clear()
      for (const port of open) port.disconnect()
    },
  }
}
