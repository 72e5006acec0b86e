import type { WorkflowChoices } from '../../../protocol/http/packs.ts'
import type { PackProblem } from '../../../protocol/messages/extension-page.ts'
import type { ControlProposal, FieldProposal, Learned } from '../../../protocol/messages/picker-port.ts'
import type { PageSource, SurfaceTrigger } from '../../../protocol/site-pack.ts'

export const steps = ['control', 'purpose', 'fields', 'use', 'review'] as const
export type Step = (typeof steps)[number]

/** What cannot go on, in words under `describe.problem.<problem>` or `error.<problem>`. */
export type Problem = PackProblem | 'PAGE_GONE' | 'OTHER_FRAME' | 'ALREADY_READ' | 'LOOKS_THE_SAME'

/** How the record is known: from the address, from the page itself, or not at all. */
export type RecordFrom =
  | { readonly from: 'url'; readonly template: string }
  | { readonly from: 'page'; readonly source: PageSource }
  | { readonly from: 'none' }

/** The page that is being described, as it says it is. */
export interface DescribedPage {
  readonly url: string
  readonly name: string
  readonly detect: readonly string[]
}

export interface LearnedUse {
  readonly learned: Learned
  readonly layer: 'page-world' | 'form'
}

/** What an administrator has said about one control so far: plain JSON, kept until it is saved or left. */
export interface Description {
  readonly frame: number
  readonly proposal: ControlProposal
  /** How many places on the page it points at now. */
  readonly matches: number | null
  readonly name: string
  readonly workflow: string
  readonly operation: string
  /** Also on pages with another address. */
  readonly isEverywhere: boolean
  readonly record: RecordFrom
  readonly fields: readonly FieldProposal[]
  readonly triggers: readonly SurfaceTrigger[]
  readonly use: LearnedUse | null
}

/** What is happening on the page just now. */
export type Doing = 'nothing' | 'opening' | 'picking' | 'watching' | 'saving'

export interface Saved {
  readonly name: string
  readonly consoleUrl: string
  readonly warnings: number
}

export type Workflows = WorkflowChoices['items']
