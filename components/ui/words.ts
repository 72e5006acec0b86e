import ui from '../../locales/en/ui.json' with { type: 'json' }

export type Catalogue = Readonly<Record<string, string>>
export type Params = Readonly<Record<string, string | number>>

let catalogue: Catalogue = ui
let locale = 'en'

/** Sets every catalogue of this page once, before the first render. Words of `components/ui` itself are always there. */
export function setWords(catalogues: readonly Catalogue[], language = 'en'): void {
  catalogue = Object.assign({}, ui, ...catalogues)
  locale = language
}

/** Whether a person can be shown words for `key`. */
export function hasWords(key: string): boolean {
  return Object.hasOwn(catalogue, key)
}

/**
 * The words for `key`, with `{name}` filled from `params`. A numeric `count` picks `key.one`, `key.other`, ... by the
 * plural rules of the language. An unknown key is shown as itself, so that a gap is seen and never an empty place.
 */
export function t(key: string, params: Params = {}): string {
  const count = params['count']
  const plural = typeof count === 'number' ? `${key}.${new Intl.PluralRules(locale).select(count)}` : key
  const words = own(plural) ?? own(`${key}.other`) ?? own(key) ?? key
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    return value === undefined ? whole : typeof value === 'number' ? formatNumber(value) : value
  })
}

/** All digits, grouped: a diff must never round. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 20, ...options }).format(value)
}

export function formatPercent(share: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

/** Date and time of day, in the reader's zone. Text that is no date is given back as it is. */
export function formatDate(
  iso: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' },
): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : new Intl.DateTimeFormat(locale, options).format(at)
}

/** Date and time of day on the clock of a zone; one that is not known here is left out. */
export function formatMoment(iso: string, timeZone: string): string {
  try {
    return formatDate(iso, { dateStyle: 'full', timeStyle: 'short', timeZone })
  } catch {
    return formatDate(iso)
  }
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** "3 hours ago", "in 20 minutes", "now". */
export function formatRelative(iso: string, now: number = Date.now()): string {
  const distance = new Date(iso).getTime() - now
  if (Number.isNaN(distance)) return iso
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  for (const [unit, length] of units) {
    if (Math.abs(distance) >= length) return words.format(Math.trunc(distance / length), unit)
  }
  return words.format(0, 'second')
}

/** "30 minutes", "2 hours", "1 day": a whole number of the largest unit that fits. */
export function formatMinutes(minutes: number): string {
  const [unit, length] =
    minutes % 1440 === 0
      ? (['day', 1440] as const)
      : minutes % 60 === 0
        ? (['hour', 60] as const)
        : (['minute', 1] as const)
  return formatNumber(minutes / length, { style: 'unit', unit, unitDisplay: 'long' })
}

/** "2 h 5 min", for lengths of time in milliseconds; below one minute "48 s". */
export function formatLength(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const parts = [
    [Math.floor(seconds / 86_400), 'length.days'],
    [Math.floor(seconds / 3600) % 24, 'length.hours'],
    [Math.floor(seconds / 60) % 60, 'length.minutes'],
  ] as const
  const shown = parts.filter(([amount]) => amount > 0).slice(0, 2)
  if (shown.length === 0) return t('length.seconds', { amount: seconds })
  return shown.map(([amount, key]) => t(key, { amount })).join(' ')
}

function own(key: string): string | undefined {
  return Object.hasOwn(catalogue, key) ? catalogue[key] : undefined
}
