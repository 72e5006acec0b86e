/** UUIDv7, without `crypto.randomUUID`: that one is missing on plain http, where many an intranet CRM lives. */
export function newId(): string {
  const random = crypto
    .getRandomValues(new Uint8Array(9))
    .reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`
}
