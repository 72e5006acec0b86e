import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import type { OidcContext } from 'oidc-provider'
import { memoryAdapter } from './memory-adapter.ts'
import { practice } from './practice.ts'

export const developmentClient = { id: 'countersign-console', secret: randomBytes(32).toString('base64url') }

/** The identity provider of the development mode: the practice people, kept in memory, keys made at start. */
export async function developmentProvider(origin: string): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const provider: Provider = new Provider(`${origin}/oidc`, {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: developmentClient.id,
        client_secret: developmentClient.secret,
        redirect_uris: [`${origin}/v1/sign-in/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'roles', 'groups'], email: ['email', 'email_verified'] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' }] },
    ttl: {
      Interaction: 600,
      Session: 3600,
      Grant: 3600,
      AuthorizationCode: 60,
      AccessToken: 300,
      IdToken: 300,
    },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_: OidcContext, { uid }: { uid: string }) => `/oidc/interaction/${uid}` },
    findAccount: (_: OidcContext, email: string) => accountOf(email),
    loadExistingGrant: (context: OidcContext) => grantFor(provider, context),
    renderError(context: OidcContext, out: { error: string }) {
      context.type = 'text/plain'
      context.body = out.error
    },
  })
  return provider
}

function accountOf(email: string) {
  const person = practice.people.find((one) => one.email === email)
  if (person === undefined) return undefined
  return {
    accountId: email,
    claims: () => ({
      sub: email,
      email,
      email_verified: true,
      name: person.name,
      roles: person.roles,
      groups: person.groups,
    }),
  }
}

/** The console is the only client and ours: it needs no consent page. */
async function grantFor(provider: Provider, context: OidcContext) {
  const accountId = context.oidc.session?.accountId
  const clientId = context.oidc.client?.clientId
  if (accountId === undefined || clientId === undefined) return undefined
  const grant = new provider.Grant({ accountId, clientId })
  grant.addOIDCScope('openid profile email')
  await grant.save()
  return grant
}
