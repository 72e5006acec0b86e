/** What of the time is put aside for passes, and how many milliseconds of it at most: enough for a few in a row. */
const share = 0.002
const saved = 5
/** Milliseconds until a pass for which nothing is left: a page that never rests is looked at twice a second all the same. */
const pause = 500
/** Milliseconds between two looks whether something new is worth a pass although nothing is left. */
const lookEvery = 200

/**
 * Runs `pass` right after the next paint, once for any number of asks. After the paint the layout is clean, so that
 * measuring costs the page no layout of its own. What a person did is shown at once, whatever passes cost.
 */
export function makeSchedule(pass: () => void): (isUrgent?: boolean, hasNews?: () => boolean) => void {
  let asked: number | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  let credit = saved
  let ended = 0
  let lookedAt = 0
  const run = () => {
    clearTimeout(waiting)
    asked = waiting = undefined
    const start = performance.now()
    pass()
    credit = Math.min(saved, Math.max(0, credit + (start - ended) * share)) - (performance.now() - start)
    ended = performance.now()
  }
  const ask = () => {
    asked ??= requestAnimationFrame(() => setTimeout(run))
  }
  const mayRun = (hasNews?: () => boolean) => {
    const now = performance.now()
    if (credit + (now - ended) * share > 0) return true
    if (!hasNews || now - lookedAt < lookEvery) return false
    lookedAt = now
    return hasNews()
  }
  return (isUrgent, hasNews) => {
    if (isUrgent || mayRun(hasNews)) ask()
    else waiting ??= setTimeout(ask, pause)
  }
}
