const escaped = Buffer.from('\\u0000')

/** Whether JSON text holds U+0000 in a string. A raw one is refused by the parser, so only the escape is left. */
export function hasNul(json: Buffer): boolean {
  for (let at = json.indexOf(escaped); at !== -1; at = json.indexOf(escaped, at + 1)) {
    let slashes = 0
    while (json[at - 1 - slashes] === 92) slashes += 1
    if (slashes % 2 === 0) return true
  }
  return false
}
