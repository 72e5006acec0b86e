import type { SitePack } from '../protocol/site-pack.ts'
import type { Store } from './database/store.ts'
import type { ReceiptSigner } from './features/approvals/sign-receipt.ts'
import type { ProofBook } from './features/identity/proof-of-possession.ts'
import type { RelyingParty } from './features/identity/relying-party.ts'
import type { Signer } from './features/signing/signer.ts'
import type { StreamHub } from './features/stream/stream-hub.ts'
import type { Remembered } from './remember.ts'

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
  readonly signer: Signer
  /** Part of everything signed: what is meant for practice is refused in production, and the other way round. */
  readonly environment: string
  readonly hub: StreamHub
  readonly remembered: Remembered
  readonly proofs: ProofBook
  /** Whether consenting takes a passkey of everybody, or of those who have registered one. */
  readonly passkeys: 'required' | 'registered'
  readonly packs: readonly SitePack[]
}
