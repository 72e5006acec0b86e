export function isVisible(element: Element): boolean {
  return (
    element.getClientRects().length > 0 &&
    element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
  )
}
