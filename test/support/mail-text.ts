export type MailText = { readonly subject: string; readonly html: string; readonly text: string }

/** Reads the little of MIME that Tryton writes: nested multiparts, base64 or quoted-printable, UTF-8. */
export function readMail(raw: string): MailText {
  const { headers } = splitPart(raw)
  const leaves = leavesOf(raw)
  return {
    subject: decodeWords(headers.get('subject') ?? ''),
    html: leaves.find((leaf) => leaf.type === 'text/html')?.content ?? '',
    text: leaves.find((leaf) => leaf.type === 'text/plain')?.content ?? '',
  }
}

type Leaf = { readonly type: string; readonly content: string }

function leavesOf(part: string): Leaf[] {
  const { headers, body } = splitPart(part)
  const contentType = headers.get('content-type') ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary !== undefined) {
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .flatMap((inner) => leavesOf(inner.replace(/^\r?\n/, '')))
  }
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  return [{ type, content: decodeBody(body, headers.get('content-transfer-encoding') ?? '7bit') }]
}

function splitPart(part: string): { headers: Map<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(part)
  const head = end ? part.slice(0, end.index) : part
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, body: end ? part.slice(end.index + end[0].length) : '' }
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8')
    case 'quoted-printable':
      return decodeQuotedPrintable(body.replace(/=\r?\n/g, ''))
    default:
      return body
  }
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, content: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString('utf8')
        : decodeQuotedPrintable(content.replaceAll('_', ' ')),
    )
}

function decodeQuotedPrintable(value: string): string {
  const bytes = value.replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
