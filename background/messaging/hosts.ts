/**
 * Whether a URL is on one of the hosts. Extension match patterns (`scheme://host/*`, `*` scheme = http or https, a host
 * of `*.name` also means `name`); a port may be named, and without one every port matches.
 */
export function matchesHost(patterns: readonly string[], url: string): boolean {
  const parsed = parsedUrl(url)
  return parsed !== null && patterns.some((pattern) => matches(pattern, parsed))
}

function matches(pattern: string, url: URL): boolean {
  const separator = pattern.indexOf('://')
  if (separator < 0) return false
  const scheme = pattern.slice(0, separator)
  const rest = pattern.slice(separator + 3)
  const host = rest.split('/', 1)[0] ?? ''
  const [name = '', port] = host.split(':')
  const isScheme =
    scheme === '*' ? url.protocol === 'http:' || url.protocol === 'https:' : url.protocol === `${scheme}:`
  if (!isScheme || (port !== undefined && port !== '*' && port !== url.port)) return false
  if (name === '*') return true
  if (name.startsWith('*.')) return url.hostname === name.slice(2) || url.hostname.endsWith(name.slice(1))
  return url.hostname === name
}

/** `URL.parse` is younger than the oldest browser we run on. */
export function parsedUrl(url: string | undefined): URL | null {
  return url !== undefined && URL.canParse(url) ? new URL(url) : null
}
