import { page } from '../page.ts'

const patience = 1000
const activations = /^(click|submit|drop)$/
const editing = /^[acvxyz]$/i

let paused: (() => void)[] = []

/** Until the slice is here, what could be a governed gesture waits; the rest of the page goes on. */
export function pauseStart(event: Event, stop: (event: Event) => void): void {
  const { type, target, isTrusted } = event
  const key = event as KeyboardEvent
  const isShortcut = type === 'keydown' && (key.ctrlKey || key.metaKey) && !editing.test(key.key)
  if (!isTrusted || !(activations.test(type) || isShortcut)) return
  stop(event)
  paused.push(() => {
    if (type === 'submit') (target as HTMLFormElement).requestSubmit((event as SubmitEvent).submitter)
    else if (isShortcut) target?.dispatchEvent(new KeyboardEvent(type, key))
    else if (type === 'click') (target as HTMLElement).click()
  })
}

/** Runs what waited, through the same decisions as any other gesture. */
export function endStart(): void {
  const waiting = paused
  paused = []
  for (const again of waiting) again()
}

/** No answer in time: then what the build says goes, and nothing is known of any policy. */
export function startPatience(whenUnavailable: 'hold' | 'allow'): void {
  setTimeout(() => {
    if (page.standing !== 'starting' || whenUnavailable === 'hold') return
    page.standing = 'unknown'
    endStart()
  }, patience)
}
