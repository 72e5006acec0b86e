const compiled = new Map<string, readonly RegExp[]>()

/**
 * What `{name}` binds when `text` matches `template` (`*` = any run), or undefined when it does not match. Each part
 * between two stars is looked for once, from where the one before it ended: no address makes this slow.
 */
export function matchTemplate(template: string, text: string): Record<string, string> | undefined {
  let parts = compiled.get(template)
  if (!parts) compiled.set(template, (parts = compile(template)))
  const bound: Record<string, string> = {}
  let at = 0
  for (const part of parts) {
    part.lastIndex = at
    const match = part.exec(text)
    if (!match) return undefined
    at = part.lastIndex
    Object.assign(bound, match.groups)
  }
  return bound
}

function compile(template: string): RegExp[] {
  const sources = template
    .split(/\*+/)
    .map((part) => part.replace(/[.+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/;,&?]+)'))
  return sources.map(
    (source, index) => new RegExp((index ? '' : '^') + source + (index < sources.length - 1 ? '' : '$'), 'g'),
  )
}
