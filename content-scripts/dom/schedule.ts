/** Of a page that never rests, passes take this share of the time; a page that rests has saved up for a few in a row. */
const share = 0.005
const saved = 12
/** Frames to wait when that is used up. Frames, not time: on a slow machine the page's own share shrinks as well. */
const pause = 12
/** Milliseconds between two looks whether something new is worth a pass although it is used up. */
const lookEvery = 100

/**
 * Runs `pass` right after the next paint, once for any number of asks. After the paint the layout is clean, so that
 * measuring costs the page no layout of its own. What a person did is shown at once, whatever passes cost.
 */
export function makeSchedule(pass: () => void): (isUrgent?: boolean, hasNews?: () => boolean) => void {
  let isAsked = false
  let skipped = 0
  let credit = saved
  let ended = 0
  let lookedAt = 0
  const run = () => {
    isAsked = false
    const start = performance.now()
    pass()
    credit = Math.min(saved, Math.max(0, credit + (start - ended) * share)) - (performance.now() - start)
    ended = performance.now()
  }
  const frame = () => {
    if (skipped-- > 0) requestAnimationFrame(frame)
    else setTimeout(run)
  }
  const mayRun = (hasNews?: () => boolean) => {
    const now = performance.now()
    if (credit + (now - ended) * share > 0) return true
    if (!hasNews || now - lookedAt < lookEvery) return false
    lookedAt = now
    return hasNews()
  }
  return (isUrgent, hasNews) => {
    if (isUrgent || mayRun(hasNews)) skipped = 0
    else if (!isAsked) skipped = pause
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(frame)
  }
}
