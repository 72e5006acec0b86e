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
  readonly tried: 'nothing' | 'code' | 'sign-in'
  /** Whether the enrolment was made on this page, just now. */
  readonly enrolledHere: boolean
  readonly problem: string | null
  /** Hosts allowed on this page, just now: pages of them that are open are governed once they are loaded again. */
  readonly allowedHere: readonly string[]
  readonly declined: boolean

  readStatus(): Promise<void>
  fillIn(fields: Partial<Pick<OptionsState, 'serverUrl' | 'code'>>): void
  enrol(): Promise<void>
  /** Without a code: asks for a page at which a person signs in and says yes, and opens it. */
  signIn(): Promise<void>
  /** What became of that. */
  follow(): Promise<void>
  openAgain(): void
  withdraw(): Promise<void>
  flush(): Promise<void>
  allowHosts(patterns: readonly string[]): Promise<void>
}

export interface OptionsSession {
  readonly ask: typeof askWorker
  readonly serverUrl: string
  readonly code: string
  /** Asks the browser, which asks the person: it must be called in the very press of a button. */
  readonly requestHosts: (patterns: readonly string[]) => Promise<boolean>
  readonly openTab: (url: string) => void
}

export function createOptionsStore({ ask, serverUrl, code, requestHosts, openTab }: OptionsSession) {
  return createStore<OptionsState>()((set, get) => ({
    status: null,
    silent: false,
    serverUrl,
    code,
    enrolling: false,
    tried: 'nothing',
    enrolledHere: false,
    problem: null,
    allowedHere: [],
    declined: false,

    async readStatus() {
      const status = await ask({ type: 'status.read' })
      set({ status, silent: status === null })
      const managedUrl = status?.managed?.serverUrl
      if (typeof managedUrl === 'string') set({ serverUrl: managedUrl })
    },
    fillIn: (fields) => set({ ...fields, problem: null }),
    async enrol() {
      set({ tried: 'code', problem: null })
      const { serverUrl: server, code: written, enrolling } = get()
      if (enrolling || server.trim() === '' || written.trim().length < shortestCode) return
      set({ enrolling: true })
      const reply = await ask({ type: 'device.enrol', serverUrl: server.trim(), code: written.trim() })
      if (reply === null) set({ enrolling: false, silent: true })
      else if (reply.ok) set({ enrolling: false, status: reply.status, enrolledHere: true, code: '' })
      else set({ enrolling: false, problem: reply.problem })
    },
    async signIn() {
      set({ tried: 'sign-in', problem: null })
      const { serverUrl: server, enrolling } = get()
      if (enrolling || server.trim() === '') return
      set({ enrolling: true })
      const reply = await ask({ type: 'enrolment.requested', serverUrl: server.trim() })
      set({ enrolling: false })
      if (reply === null) return set({ silent: true })
      if (!reply.ok) return set({ problem: reply.problem })
      set({ status: reply.status })
      get().openAgain()
    },
    async follow() {
      const { status } = get()
      if (status?.enrolling?.problem !== null) return
      const now = await ask({ type: 'enrolment.followed' })
      if (now === null) return
      set((state) => ({ status: now, enrolledHere: state.enrolledHere || (now.enrolled && !now.enrolling) }))
    },
    openAgain() {
      const url = get().status?.enrolling?.url
      if (url !== undefined) openTab(url)
    },
    async withdraw() {
      const status = await ask({ type: 'enrolment.withdrawn' })
      if (status !== null) set({ status, tried: 'nothing' })
    },
    async flush() {
      const status = await ask({ type: 'outbox.flush' })
      if (status !== null) set({ status })
    },
    async allowHosts(patterns) {
      const isAllowed = await requestHosts(patterns)
      set((state) => ({
        declined: !isAllowed,
        allowedHere: isAllowed ? [...state.allowedHere, ...patterns] : state.allowedHere,
      }))
      await get().readStatus()
    },
  }))
}
export type OptionsStore = ReturnType<typeof createOptionsStore>
