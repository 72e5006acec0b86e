/** UUIDv7, without `crypto.randomUUID`: that one is missing on plain http, where many an intranet CRM lives. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  const hex = (from: number, to: number) =>
    Array.from(random.subarray(from, to), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const time = Date.now().toString(16).padStart(12, '0')
  const variant = (8 + (random[2]! & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(0, 2).slice(1)}-${variant}${hex(3, 5).slice(1)}-${hex(4, 10)}`
}
