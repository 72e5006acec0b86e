import { z } from '../policy/zod.ts'
import { serverOrigin } from './server-origin.ts'

const text = (longest: number) => z.string().check(z.maxLength(longest))
const hostPattern = /^(\*|https?):\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5}|:\*)?\/\*$/

/** Made in the console for a whole fleet (ADR 96), with the fingerprint of the root behind the point. */
const fleetToken = /^FLEET(-[0-9A-Z]{4}){6}(\.[0-9a-f]{32,64})?$/i

/**
 * What an administrator's policy may say (`storage.managed`), value by value: a wrong one is named, and none is guessed.
 * `public/managed-schema.json` says the same to Chromium, which drops what does not fit it without a word.
 */
export const managedValues = {
  serverUrl: text(500).check(z.refine((url) => serverOrigin(url) !== null)),
  rootFingerprint: text(64).check(z.regex(/^[0-9a-f]{32,64}$/i)),
  tenant: text(63).check(z.regex(/^[a-z0-9][a-z0-9-]*$/)),
  environment: text(50).check(z.regex(/^[a-z0-9][a-z0-9-]*$/)),
  enrolmentToken: text(200).check(z.regex(fleetToken)),
  person: text(320).check(z.regex(/^[^\s@]+@[^\s@]+$/)),
  enrolmentRequired: z.boolean(),
  hosts: z.array(text(300).check(z.regex(hostPattern))).check(z.maxLength(100)),
} as const
export type ManagedValue = keyof typeof managedValues

export const managedSchema = z.strictObject({
  serverUrl: managedValues.serverUrl,
  rootFingerprint: z.optional(managedValues.rootFingerprint),
  tenant: z.optional(managedValues.tenant),
  environment: z.optional(managedValues.environment),
  enrolmentToken: z.optional(managedValues.enrolmentToken),
  person: z.optional(managedValues.person),
  enrolmentRequired: z.optional(managedValues.enrolmentRequired),
  hosts: z.optional(managedValues.hosts),
})
export type ManagedConfiguration = z.infer<typeof managedSchema>

/** Why a value is not obeyed; the words live in the locale file under `managed.<reason>` and `managed.<reason>.<value>`. */
export const managedReasons = [
  'INVALID',
  'MISSING',
  'UNKNOWN',
  'NOTHING',
  'TOO_LARGE',
  'REFUSED',
  'DIFFERS',
] as const

export interface ManagedProblem {
  /** The name of the value, as it is written in the configuration. */
  readonly value: string
  readonly reason: (typeof managedReasons)[number]
  /** What the server said to it, by its code. */
  readonly code?: string
}

/** How the configuration of the administrator stands in one browser. */
export interface ManagedStatus {
  readonly state: 'none' | 'in-force' | 'misconfigured'
  readonly problems: readonly ManagedProblem[]
  /** Of the configuration in force, which is the last good one while another is misconfigured. */
  readonly serverUrl: string | null
}
