import type { StreamMessage } from '../../../protocol/http/devices.ts'
import type { Store } from '../../database/store.ts'
import { killEnvelopeOf } from './issue-kill.ts'
import { readKillDocument } from './kill-store.ts'

/** A kill document as the stream carries it; null when nothing was ever stopped. */
export function recallKill(store: Store) {
  return async (tenant: string, epoch: number | 'current'): Promise<StreamMessage | null> => {
    const row = await store.transact({ tenant }, (tx) => readKillDocument(tx, tenant, epoch))
    return row === undefined
      ? null
      : { type: 'kill.changed', epoch: row.epoch, envelope: killEnvelopeOf(row) }
  }
}
