import type { CarryingRequest, Locator, PageSource, Parse, SurfaceTrigger } from '../site-pack.ts'

/** Name of the port that the side panel opens to the picker in one frame. Closing it ends the picker without a trace. */
export const pickerPortName = 'picker'

export type Confidence = 'high' | 'medium' | 'low' | 'none'
export type FieldRole = 'field' | 'recipients' | 'content'
export type PickStep = 'parent' | 'child' | 'next' | 'previous' | 'take'

export interface Control {
  readonly scope: string
  readonly locators: Locator[]
  readonly threshold: number
}

/** How a picked control is found again, and where it stands. */
export interface ControlProposal {
  /** What the control is called on the page. */
  readonly label: string
  readonly control: Control
  readonly confidence: Confidence
  /** The same control in other rows of a list. */
  readonly twins: number
  readonly place: Place
  /** The form it sends, when it is in one. */
  readonly form: string | null
  /** Where the page itself names the record. */
  readonly recordSource: PageSource | null
}

export interface Place {
  /** Templates over path, query and hash where the control is met. */
  readonly url: readonly string[]
  /** The template with `{id}` where the record is named; null when the address names none. */
  readonly record: string | null
  /** A word of the address that says what the page is about. */
  readonly entity: string | null
}

export interface FieldProposal {
  readonly role: FieldRole
  readonly name: string
  readonly label: string
  readonly from: PageSource
  readonly parse: Parse
  /** False when it is found by its place alone, which the next version of the page may change. */
  readonly isSure: boolean
}

/** What one real use taught. Names, paths and constants only: no value of a record leaves the page. */
export interface Learned {
  readonly request: CarryingRequest
  /** How much speaks for this request being the one. */
  readonly score: number
  /** Names of picked fields that it does not carry. */
  readonly missing: readonly string[]
  /** Keys beside the picked ones that nobody reads. */
  readonly extra: readonly string[]
  /** Does it carry values that were not changed? Null when the use did not show it. */
  readonly carriesUnchanged: boolean | null
}

/** What the side panel asks of the picker. */
export type PickerRequest =
  /** Which of these packs is the page's? Asked of the top frame. */
  | {
      readonly type: 'packs.offered'
      readonly packs: readonly { readonly id: string; readonly detect: readonly string[] }[]
    }
  | { readonly type: 'pick.started'; readonly what: 'control' | 'field' }
  | { readonly type: 'pick.stepped'; readonly step: PickStep }
  | { readonly type: 'pick.ended' }
  | { readonly type: 'matches.shown'; readonly control: Control }
  | { readonly type: 'matches.hidden' }
  | {
      readonly type: 'use.watched'
      readonly control: Control
      readonly fields: readonly FieldProposal[]
      /** Type and template of the record, as the surface will have them. */
      readonly record: {
        readonly type: string
        readonly template: string | null
        readonly source: PageSource | null
      } | null
      readonly form: string | null
    }
  | { readonly type: 'use.ended' }

/** What the picker tells; the page could make it say anything, so the side panel checks every word. */
export type PickerReport =
  | {
      readonly type: 'picker.ready'
      readonly url: string
      /** What the page says it is, as selectors a pack can detect it by. */
      readonly detect: readonly string[]
      /** What it calls itself, or its host. */
      readonly name: string
    }
  | { readonly type: 'packs.detected'; readonly ids: readonly string[] }
  | { readonly type: 'control.picked'; readonly proposal: ControlProposal }
  | { readonly type: 'field.picked'; readonly field: FieldProposal }
  | { readonly type: 'pick.cancelled' }
  | { readonly type: 'matches.counted'; readonly count: number }
  | { readonly type: 'use.begun'; readonly trigger: SurfaceTrigger }
  | {
      readonly type: 'use.learned'
      readonly trigger: SurfaceTrigger
      readonly learned: Learned
      /** Where the request was seen: by the script among the page's own, or as a form the browser sends itself. */
      readonly layer: 'page-world' | 'form'
    }
