/** A pass may take this share of the time between passes, so that a page that never rests pays little for us. */
const share = 0.04

/**
 * Runs `pass` before the next paint after `ask()`, once for any number of asks; later when passes have become dear.
 */
export function makeSchedule(pass: () => void): () => void {
  let isAsked = false
  let rested = 0
  const run = () => {
    isAsked = false
    const start = performance.now()
    pass()
    const end = performance.now()
    rested = end + (end - start) / share - 16
  }
  return () => {
    if (isAsked) return
    isAsked = true
    const left = rested - performance.now()
    if (left > 0) setTimeout(() => requestAnimationFrame(run), left)
    else requestAnimationFrame(run)
  }
}
