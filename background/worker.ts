import type { Bundle } from '../policy/bundle.ts'
import type { PreparedSlice } from '../policy/prepare.ts'
import type { Slice } from '../policy/slice.ts'
import type { CheckedPacks, PacksInForce } from '../sites/registry.ts'
import type { Database } from './db/database.ts'
import type { Environment } from './environment.ts'
import type { Ports } from './messaging/ports.ts'
import type { Trusted } from './policy/trusted.ts'
import type { Turns } from './turns.ts'

/** The active policy as it is used: made from the database, thrown away and made again on every change. */
export interface ActivePolicy {
  readonly bundle: Bundle
  readonly digest: string
  readonly packs: PacksInForce
  readonly slices: ReadonlyMap<string, { readonly slice: Slice; readonly prepared: PreparedSlice }>
}

/** What every use case gets. Holds nothing that may not be lost: the database is the memory. */
export interface Worker {
  readonly environment: Environment
  /** Replaced only while starting, when the one before had to be set aside. */
  db: Database
  readonly ports: Ports
  /** Built-in packs that passed their schema, and what was wrong with the others. */
  readonly packs: CheckedPacks
  /** One after another: writes to the audit chain, and everything about one hold. */
  readonly turns: Turns
  /** Cache; null until the signatures of everything stored were checked. */
  trusted: Trusted | null
  /** Cache; null until the database was read or while no bundle was ever activated. */
  active: ActivePolicy | null
  /** What was missed is being fetched. */
  catchingUp: Promise<void> | null
  /** Set by the composition root; called when the server began or stopped answering. */
  contactChanged: (isReached: boolean) => void
  /** Set by the composition root; called when something that a hold waits for has changed. Nothing waits for it. */
  holdTouched: (hold: string) => void
}
