import type { Hearing, DescribeSession } from '../../../components/sidepanel/describe/describe-store.ts'
import type { PickerReport, PickerRequest } from '../../../protocol/messages/picker-port.ts'
import type { ExtensionPageMessage } from '../../../protocol/messages/extension-page.ts'
import { createFakeWorker } from './fake-worker.ts'

/** Stands where the picker stands in the page: keeps what it was asked and reports what the test says. */
export interface FakePicker {
  readonly asked: PickerRequest[]
  report(report: PickerReport, frame?: number): void
  lose(): void
  isBlocked: boolean
}

declare global {
  interface Window {
    picker: FakePicker
    worker: ReturnType<typeof createFakeWorker>['worker']
  }
}

export function createFakePicker(): { readonly picker: FakePicker; readonly session: DescribeSession } {
  let hearing: Hearing | undefined
  const { worker, ask } = createFakeWorker()
  window.worker = worker
  const picker: FakePicker = {
    asked: [],
    isBlocked: false,
    report: (report, frame = 0) => hearing?.onReport(report, frame),
    lose: () => hearing?.onLost(0),
  }
  return {
    picker,
    session: {
      ask: ((message: ExtensionPageMessage) => ask(message)) as DescribeSession['ask'],
      async open(hear) {
        hearing = hear
        if (picker.isBlocked) return { ok: false, problem: 'PAGE_NOT_ALLOWED' }
        return {
          ok: true,
          packs: [],
          link: { ask: (request) => void picker.asked.push(request), close: () => {} },
        }
      },
    },
  }
}
