import { createStore } from 'zustand/vanilla'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import type { askWorker } from '../sidepanel/ask-worker.ts'

const shortestCode = 6

export interface OptionsState {
  readonly status: ExtensionStatus | null
  /** The worker did not answer: nothing on this page can be trusted to be current. */
  readonly silent: boolean
  readonly serverUrl: string
  readonly code: string
  readonly enrolling: boolean
  /** Whether the form was sent once, so that gaps are named. */
  readonly tried: boolean
  /** Whether the enrolment was made on this page, just now. */
  readonly enrolledHere: boolean
  readonly problem: string | null

  readStatus(): Promise<void>
  fillIn(fields: Partial<Pick<OptionsState, 'serverUrl' | 'code'>>): void
  enrol(): Promise<void>
  flush(): Promise<void>
}

export interface OptionsSession {
  readonly ask: typeof askWorker
  readonly serverUrl: string
  readonly code: string
}

export function createOptionsStore({ ask, serverUrl, code }: OptionsSession) {
  return createStore<OptionsState>()((set, get) => ({
    status: null,
    silent: false,
    serverUrl,
    code,
    enrolling: false,
    tried: false,
    enrolledHere: false,
    problem: null,

    async readStatus() {
      const status = await ask({ type: 'status.read' })
      set({ status, silent: status === null })
    },
    fillIn: (fields) => set({ ...fields, problem: null }),
    async enrol() {
      set({ tried: true, problem: null })
      const { serverUrl: server, code: written, enrolling } = get()
      if (enrolling || server.trim() === '' || written.trim().length < shortestCode) return
      set({ enrolling: true })
      const reply = await ask({ type: 'device.enrol', serverUrl: server.trim(), code: written.trim() })
      if (reply === null) set({ enrolling: false, silent: true })
      else if (reply.ok) set({ enrolling: false, status: reply.status, enrolledHere: true, code: '' })
      else set({ enrolling: false, problem: reply.problem })
    },
    async flush() {
      const status = await ask({ type: 'outbox.flush' })
      if (status !== null) set({ status })
    },
  }))
}
export type OptionsStore = ReturnType<typeof createOptionsStore>
