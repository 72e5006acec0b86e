/** What one kill stops (S121), as text in a kill document and in `Facts.killed`. */
export type KillScope =
  | { readonly kind: 'tenant' }
  | { readonly kind: 'integration'; readonly site: string }
  | { readonly kind: 'campaign'; readonly type: string; readonly id: string }
  | { readonly kind: 'agent'; readonly agent: string }

/** null for a text that would stop nothing: a stop that only seems to be one is worse than none. */
export function readKillScope(text: string): KillScope | null {
  if (text === 'tenant') return { kind: 'tenant' }
  const [, kind, name = ''] = /^(integration|campaign|agent):(.+)$/s.exec(text) ?? []
  if (kind === 'integration') return /^[a-z0-9][a-z0-9.-]*$/.test(name) ? { kind, site: name } : null
  if (kind === 'agent') return name.trim() === name ? { kind, agent: name } : null
  const cut = name.indexOf('/')
  if (kind !== 'campaign' || cut < 1 || cut === name.length - 1) return null
  return { kind, type: name.slice(0, cut), id: name.slice(cut + 1) }
}

export function killScopeText(scope: KillScope): string {
  switch (scope.kind) {
    case 'tenant':
      return 'tenant'
    case 'integration':
      return `integration:${scope.site}`
    case 'campaign':
      return `campaign:${scope.type}/${scope.id}`
    case 'agent':
      return `agent:${scope.agent}`
  }
  return scope satisfies never
}
