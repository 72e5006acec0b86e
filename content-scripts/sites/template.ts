const compiled = new Map<string, RegExp>()

/** What `{name}` binds when `text` matches `template` (`*` = any run), or undefined when it does not match. */
export function matchTemplate(template: string, text: string): Record<string, string> | undefined {
  let pattern = compiled.get(template)
  if (!pattern) {
    const source = template
      .replace(/[.+?^$()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\{(\w+)\}/g, '(?<$1>[^/;,&?]+)')
    compiled.set(template, (pattern = new RegExp(`^${source}$`)))
  }
  const match = pattern.exec(text)
  return match ? (match.groups ?? {}) : undefined
}
