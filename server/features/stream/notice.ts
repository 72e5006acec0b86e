import { streamMessageSchema } from '../../../protocol/http/devices.ts'
import type { StreamMessage } from '../../../protocol/http/devices.ts'
import type { Envelope } from '../../../policy/trust/envelope.ts'
import { z } from '../../../policy/zod.ts'

/** What nodes tell each other. Small: PostgreSQL carries at most 8 kB. */
const noticeSchema = z.object({
  tenant: z.string(),
  message: z.nullable(streamMessageSchema),
  revoked: z.array(z.string()),
  /** Epoch of a kill document too large to travel here: every node reads it from the store. */
  killEpoch: z.optional(z.int()),
})
export type Notice = z.infer<typeof noticeSchema>

export function messageNotice(tenant: string, message: StreamMessage): string {
  return JSON.stringify({ tenant, message, revoked: [] } satisfies Notice)
}

/** What is signed was signed anew: nothing for clients, who ask, but nodes forget the one before. */
export function renewalNotice(tenant: string): string {
  return JSON.stringify({ tenant, message: null, revoked: [] } satisfies Notice)
}

const changing = new Set<StreamMessage['type']>(['bundle.announced', 'kill.changed', 'explanation.recorded'])

/** Whether an answer that is the same for the whole tenant is another one now. */
export function changesAnswers({ message, revoked }: Notice): boolean {
  return message === null ? revoked.length === 0 : changing.has(message.type)
}

export function revocationNotice(tenant: string, hashes: readonly string[]): string {
  return JSON.stringify({ tenant, message: null, revoked: [...hashes] } satisfies Notice)
}

// PostgreSQL refuses 8,000 bytes and more.
const mostBytes = 7_900

/** The signed document itself where it fits, so that a stop reaches every stream without another question. */
export function killNotice(tenant: string, epoch: number, envelope: Envelope): string {
  const text = messageNotice(tenant, { type: 'kill.changed', epoch, envelope })
  if (Buffer.byteLength(text) <= mostBytes) return text
  return JSON.stringify({ tenant, message: null, revoked: [], killEpoch: epoch } satisfies Notice)
}

/** null for a notice of another version of this server. */
export function readNotice(text: string): Notice | null {
  try {
    return noticeSchema.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
