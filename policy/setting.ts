/**
 * Describes one setting of a guardrail as plain data, because guardrail files are reached by the page and must carry no
 * zod. The schema (`settings-schema.ts`) and the rule builder are both made from it. `optional` settings have a
 * meaning when absent, stated where they are read.
 */
export type Setting = { readonly optional?: true } & (
  | {
      readonly type: 'number'
      readonly min: number
      readonly max: number
      readonly unit: Unit
      /** Name of another number that this one may not be below; lint says so. */
      readonly notBelow?: string
    }
  | { readonly type: 'text'; readonly maxLength: number }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'boolean' }
  /** Name of a field as the site packs call it. */
  | { readonly type: 'field' }
  /** `HH:MM`, 00:00 to 23:59. */
  | { readonly type: 'time' }
  /** `2026-12-24T18:00+01:00`; `after` names the setting it must come after, which lint checks. */
  | { readonly type: 'moment'; readonly after?: string }
  /** IANA time zone. */
  | { readonly type: 'zone' }
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  | { readonly type: 'weekdays' }
  /** Groups or e-mail addresses. */
  | { readonly type: 'approvers' }
  /** Ids of term lists of the bundle. */
  | { readonly type: 'term-lists' }
  /** Codes out of the bundle's override reasons. */
  | { readonly type: 'override-codes' }
  | { readonly type: 'texts' }
)
export type Unit = 'amount' | 'percent' | 'days' | 'minutes' | 'seconds' | 'count'
export type Settings = Readonly<Record<string, Setting>>

type ValueOf<S extends Setting> = S extends { type: 'number' }
  ? number
  : S extends { type: 'choice'; choices: readonly (infer Choice)[] }
    ? Choice
    : S extends { type: 'boolean' }
      ? boolean
      : S extends { type: 'weekdays' }
        ? readonly number[]
        : S extends { type: 'approvers' | 'term-lists' | 'override-codes' | 'texts' }
          ? readonly string[]
          : string

/** The settings a check receives, typed from their descriptors. */
export type SettingsOf<D extends Settings> = {
  readonly [K in keyof D as D[K] extends { optional: true } ? never : K]: ValueOf<D[K]>
} & {
  readonly [K in keyof D as D[K] extends { optional: true } ? K : never]?: ValueOf<D[K]>
}
