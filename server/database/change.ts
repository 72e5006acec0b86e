import type { Transaction } from 'kysely'
import type { Parts } from '../parts.ts'
import type { Tables } from './tables.ts'

/** A transaction in progress: where rows are written, at what time, and how new ids are made. */
export interface Change {
  readonly tx: Transaction<Tables>
  readonly now: Date
  readonly newId: Parts['newId']
}
