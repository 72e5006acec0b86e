/** Edge and Chrome name each other's engine, so the most particular name comes first. */
const known = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Firefox', /\bFirefox\/(\d+)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|Chromium)\/(\d+)/],
] as const

/** Name and major version, from what a browser says about itself; what is not known is shown as it is, shortened. */
export function browserName(userAgent: string): string {
  for (const [name, pattern] of known) {
    const version = pattern.exec(userAgent)?.[1]
    if (version !== undefined) return `${name} ${version}`
  }
  return userAgent.slice(0, 40)
}
