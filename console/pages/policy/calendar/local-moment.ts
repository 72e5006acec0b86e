/**
 * What a clock on the wall of a zone shows (`2026-12-24T18:00`) as a moment with its offset. An hour that comes twice when
 * clocks go back is two moments: `late` takes the second. One that never comes, when they go forward, is the moment of the
 * change. null for what is no date or no zone.
 */
export function momentAt(local: string, zone: string, late: boolean): string | null {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) ? Date.parse(`${local}Z`) : Number.NaN
  if (Number.isNaN(asUtc) || !isZone(zone)) return null
  // No offset in the world is a day, so both sides of any change are among these.
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((at) => offsetAt(at, zone))
  const fits = offsets.map((offset) => asUtc - offset).filter((at) => at + offsetAt(at, zone) === asUtc)
  // Skipped: by the offset from before, it is as far behind the change as the clocks were set forward.
  const at =
    fits.length === 0
      ? changeBefore(asUtc - Math.min(...offsets), zone)
      : late
        ? Math.max(...fits)
        : Math.min(...fits)
  return withOffset(at, zone)
}

/** The moment as the zone's clock shows it, for a form; empty for what is none. */
export function localOf(moment: string, zone: string): string {
  const at = Date.parse(moment)
  return Number.isNaN(at) || !isZone(zone) ? '' : new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16)
}

function withOffset(at: number, zone: string): string {
  const offset = offsetAt(at, zone)
  const minutes = Math.abs(Math.round(offset / 60_000))
  const pad = (value: number) => String(value).padStart(2, '0')
  const shown = `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
  return `${new Date(at + offset).toISOString().slice(0, 16)}${shown}`
}

/** The minute at which the offset became what it is at `at`, searched for within the day before. */
function changeBefore(at: number, zone: string): number {
  const now = offsetAt(at, zone)
  let [before, after] = [at - 86_400_000, at]
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 120_000) * 60_000
    if (offsetAt(middle, zone) === now) after = middle
    else before = middle
  }
  return after
}

/** How far the zone's clock is ahead of UTC then, in ms. */
function offsetAt(at: number, zone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
      second: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second } = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(at / 1000) * 1000
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}
