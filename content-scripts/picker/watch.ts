import type { FieldProposal, PickerReport, PickerRequest } from '../../protocol/messages/picker-port.ts'
import type { SurfaceTrigger } from '../../protocol/site-pack.ts'
import { formRequest } from '../dom/form-request.ts'
import type { Question } from '../page-world/handshake.ts'
import { matchPage, ownUrl } from '../page.ts'
import { resident } from '../resident.ts'
import { elementsOf, isControl } from '../sites/locate.ts'
import type { SentRequest } from '../sites/match-request.ts'
import { surfaceFor } from './draft-site.ts'
import { learnRequest } from './learn-request.ts'
import type { ReadField } from './match-value.ts'
import { valueOf } from './propose-field.ts'
import { takeOver } from './take-over.ts'
import { meetRoots } from './walk.ts'

type Watched = Extract<PickerRequest, { type: 'use.watched' }>

/** How long after a gesture a request may still be its doing. */
const patience = 15_000

/**
 * Looks on while the control is used for real, and learns what starts it and which request carries it. Values are read
 * and compared here, in the page; what is reported is names, paths and constants.
 */
export function watchUse(watched: Watched, report: (report: PickerReport) => void): () => void {
  meetRoots()
  const surface = surfaceFor(watched.control)
  let before = new Map(watched.fields.map((field) => [field, rawOf(field)]))
  const seen: SentRequest[] = []
  let used: { trigger: SurfaceTrigger; at: number; fields: ReadField[]; recordId: string | null } | undefined

  const begin = (trigger: SurfaceTrigger) => {
    meetRoots()
    const now = watched.fields.map((field) => ({ field, raw: rawOf(field) }))
    // What one use left behind is what the next one starts from; a press and the form it sends are one use.
    const isNext = !isFresh(used) || used?.fields.some(({ raw }, index) => raw !== now[index]?.raw)
    if (used && isNext) before = new Map(used.fields.map(({ field, raw }) => [field, raw]))
    const fields = now.map(({ field, raw }) => ({ field, raw, isChanged: raw !== before.get(field) }))
    used = { trigger, at: Date.now(), fields, recordId: recordIdOf(watched) }
    report({ type: 'use.begun', trigger })
  }
  const learn = (request: SentRequest, layer: 'page-world' | 'form') => {
    seen.push(request)
    if (seen.length > 200) seen.shift()
    if (!used || Date.now() - used.at > patience) return
    const others = seen.filter((other) => other !== request)
    const { trigger, fields, recordId } = used
    const recordType = watched.record?.type ?? null
    const learned = learnRequest(request, {
      pageOrigin: ownUrl().origin,
      recordType,
      recordId,
      fields,
      others,
    })
    if (learned && learned.score > 0) report({ type: 'use.learned', trigger, learned, layer })
  }
  const release = takeOver((event) => {
    const here = resident()
    if (event.type === here.question) {
      const request = questionOf(event)
      if (request) learn(request, 'page-world')
      return false
    }
    const trigger = event.isTrusted || event.type === 'submit' ? triggerOf(event) : undefined
    if (trigger) begin(trigger)
    if (event.type === 'submit' && used) sawForm(event as SubmitEvent, learn)
    return false
  })
  const triggerOf = (event: Event): SurfaceTrigger | undefined => {
    const path = event.composedPath()
    const isOnControl = () => path.some((part) => part instanceof Element && isControl(part, surface))
    if (event.type === 'click') return isOnControl() ? { on: 'click' } : undefined
    if (event.type === 'keydown') {
      const keys = keysOf(event as KeyboardEvent)
      return keys ? { on: 'keys', keys } : undefined
    }
    const form = path[0]
    const { form: css } = watched
    return event.type === 'submit' && css && form instanceof Element && form.matches(css) && !isFresh(used)
      ? { on: 'submit', css }
      : undefined
  }
  resident().sayToPageWorld(true)
  return () => {
    release()
    // The worker answers with what this page is governed by, and that puts the matchers of its packs back.
    resident().tell({ type: 'page.opened', url: location.href })
  }
}

function isFresh(used: { at: number } | undefined): boolean {
  return used !== undefined && Date.now() - used.at < 1000
}

/** A form that the browser itself sends: known only once the page has had its chance to stop it. */
function sawForm(event: SubmitEvent, learn: (request: SentRequest, layer: 'form') => void): void {
  const form = event.composedPath()[0]
  if (!(form instanceof HTMLFormElement)) return
  const request = formRequest(form, event.submitter)
  setTimeout(() => {
    if (!event.defaultPrevented) learn(request, 'form')
  })
}

function questionOf(event: Event): SentRequest | undefined {
  const [target] = event.composedPath()
  const { detail } = event as CustomEvent<string | null>
  if (target instanceof HTMLFormElement && detail) return formRequest(target)
  const { method, url, body } = JSON.parse(detail ?? '{}') as Partial<Question>
  if (target !== window || !method || !url || body === undefined) return undefined
  return { method: method.toUpperCase(), url: new URL(url, document.baseURI).href, body }
}

/** `Mod+S`; a key alone only when it can mean nothing else. */
function keysOf(event: KeyboardEvent): string | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const isModifier = /^(Control|Shift|Alt|Meta|AltGraph)$/.test(key)
  if (isModifier || (!ctrlKey && !metaKey && !altKey && !/^F\d+$/.test(key))) return undefined
  if (/^[acvxyz]$/i.test(key) && (ctrlKey || metaKey) && !altKey && !shiftKey) return undefined
  const names = [ctrlKey || metaKey ? 'Mod' : '', altKey ? 'Alt' : '', shiftKey ? 'Shift' : '']
  return [...names.filter(Boolean), key.length === 1 ? key.toUpperCase() : key].join('+')
}

function rawOf({ from }: FieldProposal): unknown {
  const [element] = elementsOf(from)
  return (
    element &&
    (from.property === 'checked' ? (element as HTMLInputElement).checked : valueOf(element, from.property))
  )
}

function recordIdOf({ record }: Watched): string | null {
  if (!record) return null
  if (record.template) return matchPage(record.template)?.id ?? null
  const [element] = record.source ? elementsOf(record.source) : []
  const { property } = record.source ?? { property: '' }
  const raw = element && (element.getAttribute(property) ?? valueOf(element, property))
  return raw?.trim() || null
}
