export type Cell = string | number | boolean | null

/** RFC 4180 with a byte order mark, so that a spreadsheet reads it as UTF-8. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}

function field(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  // A spreadsheet would run text that begins like a formula; an apostrophe makes it plain text. Numbers stay numbers.
  const plain = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
