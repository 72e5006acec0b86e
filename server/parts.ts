import type { SigningRole } from '../policy/trust/documents.ts'
import type { DocumentKind, Envelope } from '../policy/trust/envelope.ts'
import type { SitePack } from '../protocol/site-pack.ts'
import type { Store } from './database/store.ts'
import type { ReceiptSigner } from './features/approvals/sign-receipt.ts'
import type { RelyingParty } from './features/identity/relying-party.ts'
import type { StreamHub } from './features/stream/stream-hub.ts'

export type DocumentSigner = (
  kind: DocumentKind,
  payload: string,
  roles: readonly SigningRole[],
) => Promise<Envelope>

/** Everything a feature may use, put together once in `main.ts` (or by a test). */
export interface Parts {
  readonly store: Store
  readonly newId: () => string
  /** Where browsers reach this server, without a slash at the end. Known once it listens. */
  readonly origin: () => string
  /** The tenant people sign in to. Devices and keys bring their own. */
  readonly tenant: string
  readonly relyingParty: () => RelyingParty
  readonly signReceipt: ReceiptSigner
  readonly hub: StreamHub
  /** Part of every signed document: what is signed for a rehearsal never counts elsewhere. */
  readonly environment: string
  readonly signDocument: DocumentSigner
  readonly packs: readonly SitePack[]
}
