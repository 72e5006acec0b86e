// oidc-provider ships no types; only what the development provider uses is declared.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export interface Interaction {
    readonly uid: string
    readonly prompt: { readonly name: string }
    readonly params: Readonly<Record<string, unknown>>
  }
  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }
  export interface OidcContext {
    readonly oidc: {
      readonly session?: { readonly accountId?: string; grantIdFor(clientId: string): string | undefined }
      readonly client?: { readonly clientId: string }
      readonly params?: Readonly<Record<string, unknown>>
    }
    body: unknown
    type: string
  }
  export class Provider {
    constructor(issuer: string, configuration: object)
    readonly Grant: {
      new (fields: { accountId: string; clientId: string }): Grant
      find(id: string): Promise<Grant | undefined>
    }
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    interactionResult(request: IncomingMessage, response: ServerResponse, result: object): Promise<string>
  }
}
