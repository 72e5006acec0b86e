import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import { auditEventSchema } from '../../../protocol/audit/event.ts'
import { auditDetailSchemas, isAuditType } from '../../../protocol/audit/registry.ts'
import { isServerAuditType } from '../../../protocol/audit/server-events.ts'
import { hashOf } from '../../http/principal.ts'

export type Receipt = { id: string; outcome: 'accepted' | 'duplicate' | 'rejected'; reason: string | null }
export interface Readable {
  readonly id: string
  /** The id in the form the database compares. */
  readonly key: string
  readonly sequence: number
  readonly type: string
  readonly at: string
  readonly hold: string | null
  readonly workflow: string | null
  readonly bundleVersion: number | null
  readonly raw: string
  readonly digest: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** One item of a batch, or why it cannot be stored. */
export function readEvent(item: unknown, device: string): Readable | Receipt {
  const parsed = auditEventSchema.safeParse(item)
  if (!parsed.success) return { id: idOf(item), outcome: 'rejected', reason: 'EVENT_INVALID' }
  const event = parsed.data
  const reject = (reason: string): Receipt => ({ id: event.id, outcome: 'rejected', reason })
  if (event.device !== device) return reject('DEVICE_MISMATCH')
  if (isServerAuditType(event.type)) return reject('TYPE_RESERVED')
  if (Number.isNaN(Date.parse(event.at))) return reject('EVENT_INVALID')
  // A type of a newer extension is kept: evidence is worth more than a schema this server does not have yet.
  if (isAuditType(event.type) && !auditDetailSchemas[event.type].safeParse(event.detail).success)
    return reject('DETAIL_INVALID')
  const raw = canonical(event as unknown as Json)
  return {
    ...{
      id: event.id,
      key: event.id.toLowerCase(),
      sequence: event.sequence,
      type: event.type,
      at: event.at,
      raw,
    },
    ...{
      digest: hashOf(raw),
      hold: event.subject.hold,
      workflow: event.subject.workflow,
      bundleVersion: event.bundleVersion,
    },
  }
}

function idOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : ''
  return typeof id === 'string' && uuid.test(id.toLowerCase()) ? id : ''
}
