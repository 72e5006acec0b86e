/** UUIDv7, without `crypto.randomUUID`: that one is missing on plain http, where many an intranet CRM lives. */
export function newId(): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  const time = Date.now().toString(16).padStart(12, '0')
  const variant = '89ab'.charAt(parseInt(random.charAt(3), 16) % 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(8)}`
}
