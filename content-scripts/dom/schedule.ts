/** A pass may take this share of the time between passes, so that a page that never rests pays little for us. */
const share = 0.05
/** Even on a slow machine nobody looks at an old badge for longer. */
const longest = 250

/**
 * Runs `pass` before the next paint after it is asked for, once for any number of asks. What the page does by itself
 * waits when passes have become dear; what a person did is shown at once.
 */
export function makeSchedule(pass: () => void): (isUrgent?: boolean) => void {
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let rested = 0
  const run = () => {
    frame = 0
    clearTimeout(timer)
    timer = undefined
    const start = performance.now()
    pass()
    const end = performance.now()
    rested = end + Math.min(longest, (end - start) / share - 16)
  }
  const paint = () => {
    frame ||= requestAnimationFrame(run)
  }
  return (isUrgent) => {
    const left = rested - performance.now()
    if (isUrgent || left <= 0) paint()
    else timer ??= setTimeout(paint, left)
  }
}
