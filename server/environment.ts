import { z } from '../policy/zod.ts'

const text = z.string().check(z.minLength(1), z.maxLength(2000))
const httpUrl = z.url({ protocol: /^https?$/ })

export const environmentSchema = z.object({
  COUNTERSIGN_PORT: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535)), 4600),
  /** Anything but this machine needs a real identity provider. */
  COUNTERSIGN_HOST: z._default(text, '127.0.0.1'),
  COUNTERSIGN_DATA: z._default(text, '.data/server'),
  COUNTERSIGN_PUBLIC_URL: z.optional(httpUrl),
  COUNTERSIGN_TENANT: z._default(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)), 'practice'),
  /** Named in every signed document; a client of one environment refuses those of another. */
  COUNTERSIGN_ENVIRONMENT: z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,49}$/))),
  /** Folder of the signing keys, one folder a tenant; the nodes of one deployment share it. */
  COUNTERSIGN_KEYS: z.optional(text),
  /** Folder of the packed extension and its update manifests, handed out under /extension. */
  COUNTERSIGN_EXTENSION: z.optional(text),
  /** `smtp://` or `smtps://`, with user and password where the mail server wants them; absent = no mail is sent. */
  COUNTERSIGN_SMTP_URL: z.optional(z.url({ protocol: /^smtps?$/ })),
  /** Whom mail comes from; absent = countersign at the host of COUNTERSIGN_PUBLIC_URL. */
  COUNTERSIGN_MAIL_FROM: z.optional(text),
  COUNTERSIGN_LOG: z._default(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'warn'),
  /** PostgreSQL instead of the embedded store. */
  DATABASE_URL: z.optional(text),
  /** The practice people and their identity provider: always with the embedded store, on request with PostgreSQL. */
  COUNTERSIGN_DEVELOPMENT: z.optional(z.enum(['0', '1'])),
  COUNTERSIGN_OIDC_ISSUER: z.optional(httpUrl),
  COUNTERSIGN_OIDC_CLIENT_ID: z.optional(text),
  COUNTERSIGN_OIDC_CLIENT_SECRET: z.optional(text),
  /** Without it a passkey is required of whoever consents, except in the practice mode. */
  COUNTERSIGN_PASSKEYS: z.optional(z.enum(['required', 'registered'])),
  /** PEM file of the key that signs receipts; nodes of one deployment share it. */
  COUNTERSIGN_RECEIPT_KEY: z.optional(text),
})
export type Environment = z.infer<typeof environmentSchema>

export type Mode =
  | { readonly kind: 'development' }
  | {
      readonly kind: 'oidc'
      readonly issuer: string
      readonly clientId: string
      readonly clientSecret: string
    }
  | {
      readonly kind: 'invalid'
      readonly reason: 'start.needs-identity' | 'start.development-not-local' | 'start.identity-incomplete'
    }

/** Who signs people in. The practice people are never reachable from another machine and never appear unasked beside PostgreSQL. */
export function modeOf(environment: Environment): Mode {
  const { COUNTERSIGN_OIDC_ISSUER: issuer, COUNTERSIGN_OIDC_CLIENT_ID: clientId } = environment
  const clientSecret = environment.COUNTERSIGN_OIDC_CLIENT_SECRET
  if (issuer !== undefined) {
    if (clientId === undefined || clientSecret === undefined)
      return { kind: 'invalid', reason: 'start.identity-incomplete' }
    return { kind: 'oidc', issuer, clientId, clientSecret }
  }
  const wantsDevelopment =
    environment.COUNTERSIGN_DEVELOPMENT ?? (environment.DATABASE_URL === undefined ? '1' : '0')
  if (wantsDevelopment === '0') return { kind: 'invalid', reason: 'start.needs-identity' }
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(environment.COUNTERSIGN_HOST)
  return isLocal ? { kind: 'development' } : { kind: 'invalid', reason: 'start.development-not-local' }
}
