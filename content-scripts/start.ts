import { prepare } from '../policy/prepare.ts'
import type { Slice } from '../policy/slice.ts'
import type { WorkerMessage } from '../protocol/messages/page-port.ts'
import { markStale, refresh } from './badges/refresh.ts'
import { roots } from './dom/roots.ts'
import { makeSchedule } from './dom/schedule.ts'
import { endStart, startPatience } from './interceptor/first-moments.ts'
import { hear, retell } from './interceptor/holds.ts'
import { arm, listen } from './interceptor/listen.ts'
import { openPageWorld, sendMatchers } from './interceptor/page-world-port.ts'
import { page } from './page.ts'
import { openPort, tell } from './port/port.ts'
import { matchTemplate } from './sites/template.ts'

/** Runs in every frame of a governed host, before the page's own scripts. */
export function startContentScripts(): void {
  const schedule = makeSchedule(refresh)
  const changed = () => {
    markStale()
    schedule()
  }
  const observer = new MutationObserver((records) => {
    // `document.open` takes every listener of the window away and leaves the observers.
    if (records.some(({ target }) => target === document)) arm(window)
    schedule()
  })
  const watch = (root: Node) =>
    observer.observe(root, {
      childList: true,
      subtree: true,
      attributeFilter: ['class', 'style', 'hidden', 'disabled', 'open'],
    })

  roots.add(document)
  listen(changed, watch)
  openPageWorld()
  watch(document)
  for (const name of ['scroll', 'transitionend', 'animationend']) {
    document.addEventListener(name, schedule, { capture: true, passive: true })
  }
  addEventListener('resize', schedule)
  startPatience('hold')

  openPort(
    (message: WorkerMessage) => {
      if (message.type === 'slice.changed') adopt(message.slice)
      else if (message.type === 'site.unknown') forget()
      else hear(message)
      changed()
    },
    () => {
      tell({ type: 'page.opened', url: location.href })
      retell()
    },
  )
}

function adopt(slice: Slice): void {
  page.slice = slice
  page.prepared = prepare(slice)
  page.reserved = { ...slice.reserved }
  page.surfaces = slice.pack.surfaces.filter((surface) => {
    try {
      for (const css of selectorsOf(surface)) document.createDocumentFragment().querySelector(css)
      surface.when.url.forEach((template) => matchTemplate(template, ''))
      return true
    } catch {
      tell({ type: 'surface.degraded', surface: surface.id, missing: ['pack'] })
      return false
    }
  })
  page.detected ||= slice.pack.detect.some((css) => document.querySelector(css))
  page.standing = 'ready'
  sendMatchers()
  endStart()
}

function forget(): void {
  page.standing = 'unknown'
  page.slice = null
  page.surfaces = []
  sendMatchers()
  endStart()
}

/** Every selector of a surface, wherever in it: one that the browser refuses would throw in the middle of a gesture. */
function selectorsOf(value: unknown): string[] {
  if (typeof value !== 'object' || !value) return []
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'css' && typeof part === 'string' ? [part] : selectorsOf(part),
  )
}
