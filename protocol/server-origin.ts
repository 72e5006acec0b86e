const ownMachine = ['127.0.0.1', 'localhost', '[::1]']

/** https, or http on this very machine. Only the origin is kept: everything else of the address is ours to choose. */
export function serverOrigin(serverUrl: string): string | null {
  const given = serverUrl.trim()
  if (!URL.canParse(given)) return null
  const url = new URL(given)
  if (url.username !== '' || url.password !== '') return null
  const isLocal = url.protocol === 'http:' && ownMachine.includes(url.hostname)
  return url.protocol === 'https:' || isLocal ? url.origin : null
}
