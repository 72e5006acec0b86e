const loading = new Set([
  ...['src', 'srcset', 'href', 'xlink:href', 'poster', 'background', 'data', 'ping', 'action', 'formaction'],
  ...[
    'style',
    'data-saved-style',
    'autofocus',
    'target',
    'manifest',
    'srcdoc',
    'imagesrcset',
    'lowsrc',
    'dynsrc',
  ],
])

/** Whether an attribute of a saved page may stay: nothing that runs, and nothing that is fetched. */
export function isSavedAttribute(name: string, value: string): boolean {
  const lower = name.toLowerCase()
  if (lower.startsWith('on')) return false
  // Selectors may ask for an address, and an address is fetched only where it is a source.
  if (lower === 'href' || lower === 'action' || lower === 'formaction')
    return !/^\s*(javascript|data|vbscript):/i.test(value)
  if (lower === 'src') return /^data:image\/(png|gif|jpe?g|webp);/i.test(value)
  return !loading.has(lower)
}

/** Styles without anything that is fetched. */
export function textOnly(css: string): string {
  return css.replace(/@import[^;]*;?/gi, '').replace(/(?:url|image-set|src)\s*\([^)]*\)/gi, 'none')
}
