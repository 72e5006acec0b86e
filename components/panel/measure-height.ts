/** Reports the height the content wants, whenever it changes, so that the page can fit the frame to it. */
export function measureHeight(root: HTMLElement, report: (height: number) => void): void {
  let last = 0
  const parts = () => [...root.querySelectorAll<HTMLElement>('.panel-head, .panel-content, .panel-foot')]
  const measure = () => {
    const height = Math.ceil(parts().reduce((sum, part) => sum + part.getBoundingClientRect().height, 0))
    if (height === 0 || height === last) return
    last = height
    report(height)
  }
  const sizes = new ResizeObserver(measure)
  // The foot comes and goes with the state, so what is measured is looked up again after every change.
  const changes = new MutationObserver(() => {
    for (const part of parts()) sizes.observe(part)
    measure()
  })
  changes.observe(root, { subtree: true, childList: true })
}
