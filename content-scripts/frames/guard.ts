/** Does a press on the frame reach it, and can the rep see what they press? Asked of several points, not of one. */
export function isTouchable(host: Element, frame: Element): boolean {
  const { left, top, width, height } = frame.getBoundingClientRect()
  if (width < 100 || height < 40 || !frame.checkVisibility({ checkVisibilityCSS: true })) return false
  for (let at: Element | null = host; at; at = at.parentElement) {
    const { opacity, filter, clipPath, transform, maskImage } = getComputedStyle(at)
    if (+opacity < 0.9 || [filter, clipPath, transform, maskImage].some((value) => value && value !== 'none'))
      return false
  }
  return [0.1, 0.5, 0.9].every(
    (part) => document.elementFromPoint(left + width * part, top + height * part) === host,
  )
}
