import * as oidc from 'openid-client'
import { z } from '../../../policy/zod.ts'
import { roles } from '../../../protocol/http/session.ts'
import type { KnownPerson } from './person-store.ts'

export interface IdentitySettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Only for the development provider on this machine. */
  readonly insecure: boolean
  readonly tenant: string
}
export interface Departure {
  readonly url: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}
type Checks = Omit<Departure, 'url'>

const text = (length: number) => z.string().check(z.minLength(1), z.maxLength(length))
const claimsSchema = z.object({
  email: text(320),
  email_verified: z.optional(z.boolean()),
  name: z.optional(text(200)),
  roles: z.optional(z.array(z.string()).check(z.maxLength(100))),
  groups: z.optional(z.array(text(200)).check(z.maxLength(500))),
})

/** Authorization code with PKCE, state and nonce. Discovery happens at the first sign-in and again after a failure. */
export function relyingParty(settings: IdentitySettings) {
  let configuration: Promise<oidc.Configuration> | null = null

  function discover(): Promise<oidc.Configuration> {
    const options = settings.insecure ? { execute: [oidc.allowInsecureRequests] } : {}
    configuration ??= oidc
      .discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, options)
      .catch((error: unknown) => {
        configuration = null
        throw error
      })
    return configuration
  }

  return {
    async depart(redirectUri: string): Promise<Departure> {
      const server = await discover()
      const checks = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(server, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, ...checks }
    },

    /** null when the identity provider's answer proves nobody. */
    async arrive(callback: URL, checks: Checks): Promise<KnownPerson | null> {
      const server = await discover()
      const tokens = await oidc
        .authorizationCodeGrant(server, callback, {
          pkceCodeVerifier: checks.verifier,
          expectedState: checks.state,
          expectedNonce: checks.nonce,
          idTokenExpected: true,
        })
        .catch(() => null)
      const claims = claimsSchema.safeParse(tokens?.claims())
      if (!claims.success || claims.data.email_verified === false) return null
      const given = new Set(claims.data.roles)
      return {
        email: claims.data.email,
        name: claims.data.name ?? claims.data.email,
        roles: roles.filter((role) => given.has(role)),
        groups: claims.data.groups ?? [],
      }
    },
  }
}
export type RelyingParty = ReturnType<typeof relyingParty>
