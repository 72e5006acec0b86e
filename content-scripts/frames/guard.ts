/** Where the frame was put, in CSS px of the viewport. */
export interface Put {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Does a press on the frame reach it, and can the rep see what they press? Asked of several points, not of one. */
export function isTouchable(host: Element, frame: Element, put: Put): boolean {
  const { left, top, width, height } = frame.getBoundingClientRect()
  // Whatever moves or shrinks it, by any property there is or will be: it is not where it was put.
  const isMoved = [left - put.left, top - put.top, width - put.width, height - put.height].some(
    (by) => Math.abs(by) > 1,
  )
  if (isMoved || width < 100 || height < 40 || !frame.checkVisibility({ checkVisibilityCSS: true }))
    return false
  for (let at: Element | null = host; at; at = at.parentElement) {
    const { opacity, filter, clipPath, maskImage, mixBlendMode } = getComputedStyle(at)
    if (+opacity < 0.9 || mixBlendMode !== 'normal') return false
    if ([filter, clipPath, maskImage].some((value) => value && value !== 'none')) return false
  }
  return [0.1, 0.5, 0.9].every(
    (part) => document.elementFromPoint(left + width * part, top + height * part) === host,
  )
}
