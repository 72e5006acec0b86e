/** The URL when its scheme is on the allow-list (http, https) and it names no credentials; otherwise null. */
export function safeUrl(text: string): string | null {
  const url = URL.parse(text.trim())
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  return url.username || url.password ? null : url.href
}
