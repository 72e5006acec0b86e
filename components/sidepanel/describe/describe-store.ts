import { createStore } from 'zustand/vanilla'
import type { PackProblem, PageReply } from '../../../protocol/messages/extension-page.ts'
import type { PickStep, PickerReport, PickerRequest } from '../../../protocol/messages/picker-port.ts'
import type { askWorker } from '../ask-worker.ts'
import { addLearned, chosenUse, triggersOf } from './candidates.ts'
import type { Candidate } from './candidates.ts'
import { describe, withField } from './description.ts'
import { steps } from './describe-state.ts'
import type { DescribedPage, Description, Doing, Problem, Saved, Step, Workflows } from './describe-state.ts'
import { draftOf, packIdOf } from './draft-pack.ts'
import type { PickerLink } from './picker-link.ts'
import { recordTypeOf } from './surface-of.ts'

export interface DescribeSession {
  readonly ask: typeof askWorker
  /** Brings the picker into the page that is looked at, or back into it after it was loaded anew. */
  readonly open: (hear: Hearing) => Promise<Opened>
}
export interface Hearing {
  readonly onReport: (report: PickerReport, frame: number) => void
  readonly onLost: (frame: number) => void
}
type Packs = Extract<PageReply<'picker.opened'>, { ok: true }>['packs']
export type Opened =
  | { readonly ok: true; readonly link: PickerLink; readonly packs: Packs }
  | { readonly ok: false; readonly problem: PackProblem }

interface DescribeData {
  readonly isOpen: boolean
  readonly step: Step
  readonly doing: Doing
  readonly problem: Problem | null
  readonly page: DescribedPage | null
  /** Packs that say the page is theirs. */
  readonly detected: readonly string[]
  readonly workflows: Workflows | null
  readonly description: Description | null
  readonly candidates: readonly Candidate[]
  readonly chosen: string | null
  /** The control was used while we looked on. */
  readonly isUsed: boolean
  readonly saved: Saved | null
}
export interface DescribeState extends DescribeData {
  open(): Promise<void>
  leave(): void
  goTo(step: Step): void
  pickAgain(): void
  stepPick(step: PickStep): void
  stopPicking(): void
  change(change: Partial<Description>): void
  removeField(name: string): void
  choose(key: string): void
  save(): Promise<void>
}

const blank: DescribeData = {
  ...{ isOpen: false, step: 'control', doing: 'nothing', problem: null, page: null, detected: [] },
  ...{ workflows: null, description: null, candidates: [], chosen: null, isUsed: false, saved: null },
}

/** One control after another is described; what was said is kept until it is saved or left. */
export function createDescribeStore({ ask, open }: DescribeSession) {
  return createStore<DescribeState>()((set, get) => {
    let link: PickerLink | null = null
    const tell = (request: PickerRequest, frame?: number) => link?.ask(request, frame)
    const change = (changes: Partial<Description>) =>
      set(({ description }) => ({ description: description && { ...description, ...changes } }))

    /** What the page has to do in this step. */
    const enter = () => {
      const { step, description } = get()
      if (step === 'control' && !description) return pick('control')
      if (!description) return
      if (step === 'fields') return pick('field')
      const { proposal, frame, fields, record } = description
      if (step !== 'use') {
        set({ doing: 'nothing' })
        return tell({ type: 'matches.shown', control: proposal.control }, frame)
      }
      const type = recordTypeOf(description)
      const template = record.from === 'url' ? record.template : null
      const source = record.from === 'page' ? record.source : null
      set({ doing: 'watching' })
      const { control, form } = proposal
      tell(
        {
          type: 'use.watched',
          control,
          form,
          fields,
          record: type === null ? null : { type, template, source },
        },
        frame,
      )
    }
    const pick = (what: 'control' | 'field') => {
      set({ doing: 'picking' })
      tell({ type: 'pick.started', what })
    }

    const onReport = (report: PickerReport, frame: number) => {
      const { description } = get()
      switch (report.type) {
        case 'picker.ready':
          if (frame === 0) set({ page: { url: report.url, name: report.name, detect: report.detect } })
          return
        case 'packs.detected':
          return set({ detected: report.ids })
        case 'control.picked': {
          tell({ type: 'pick.ended' })
          const isTwin = report.proposal.confidence === 'none'
          set({ description: describe(report.proposal, frame, description), candidates: [], chosen: null })
          set({ doing: 'nothing', problem: isTwin ? 'LOOKS_THE_SAME' : null, isUsed: false })
          return enter()
        }
        case 'field.picked': {
          if (!description) return
          const added = frame === description.frame ? withField(description, report.field) : 'OTHER_FRAME'
          set(typeof added === 'string' ? { problem: added } : { problem: null, description: added })
          return set({ candidates: [], chosen: null, isUsed: false })
        }
        case 'pick.cancelled':
          tell({ type: 'pick.ended' })
          return set({ doing: 'nothing' })
        case 'matches.counted':
          return change({ matches: report.count })
        case 'use.begun':
          return set({ isUsed: true })
        case 'use.learned': {
          const candidates = addLearned(get().candidates, report)
          set({ candidates })
          const key = get().chosen
          return change({ use: chosenUse(candidates, key), triggers: triggersOf(candidates, key) })
        }
      }
      report satisfies never
    }

    const connect = async (): Promise<void> => {
      const opened = await open({ onReport, onLost })
      if (!get().isOpen) return opened.ok ? opened.link.close() : undefined
      if (!opened.ok) return set({ doing: 'nothing', problem: opened.problem })
      link = opened.link
      set({ problem: null })
      tell({ type: 'packs.offered', packs: opened.packs.map(({ id, detect }) => ({ id, detect })) }, 0)
      enter()
    }
    const onLost = (frame: number) => {
      const { isOpen, description, saved } = get()
      if (!isOpen || saved || (frame !== 0 && frame !== description?.frame)) return
      link?.close()
      link = null
      set({ doing: 'opening' })
      void connect()
    }
    const close = () => {
      link?.close()
      link = null
    }

    return {
      ...blank,
      async open() {
        close()
        set({ ...blank, isOpen: true, doing: 'opening' })
        const [, workflows] = await Promise.all([connect(), ask({ type: 'workflows.read' })])
        if (workflows?.ok) set({ workflows: workflows.items })
        else set({ problem: workflows?.problem ?? 'UNEXPECTED' })
      },
      leave() {
        close()
        set(blank)
      },
      goTo(step) {
        tell({ type: 'pick.ended' })
        set({ step, problem: null })
        enter()
      },
      pickAgain() {
        set({ problem: null })
        pick(get().step === 'fields' ? 'field' : 'control')
      },
      stepPick: (step) => tell({ type: 'pick.stepped', step }),
      stopPicking() {
        tell({ type: 'pick.ended' })
        set({ doing: 'nothing' })
      },
      change,
      removeField(name) {
        change({ fields: get().description?.fields.filter((field) => field.name !== name) ?? [] })
        set({ candidates: [], chosen: null, isUsed: false })
        change({ use: null, triggers: [] })
      },
      choose(key) {
        const { candidates } = get()
        set({ chosen: key })
        change({ use: chosenUse(candidates, key), triggers: triggersOf(candidates, key) })
      },
      async save() {
        const { page, description, detected } = get()
        if (!page || !description) return
        set({ doing: 'saving', problem: null })
        const id = detected[0] ?? packIdOf(page.url)
        const read = await ask({ type: 'pack.read', id })
        if (!read?.ok) return set({ doing: 'nothing', problem: read?.problem ?? 'UNEXPECTED' })
        const draft = draftOf(page, description, id, read.found)
        if (!draft) return set({ doing: 'nothing', problem: 'PACK_INVALID' })
        const reply = await ask({ type: 'pack.drafted', draft })
        if (!reply?.ok) return set({ doing: 'nothing', problem: reply?.problem ?? 'UNEXPECTED' })
        close()
        const { consoleUrl, findings } = reply.saved
        set({ doing: 'nothing', saved: { name: description.name, consoleUrl, warnings: findings.length } })
      },
    }
  })
}
export type DescribeStore = ReturnType<typeof createDescribeStore>

export function stepNumber(step: Step): number {
  return steps.indexOf(step) + 1
}
