/** The address, if it is one a person may follow: a source comes from a vendor and may be `javascript:` or worse. */
export function safeLink(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? href : null
}
