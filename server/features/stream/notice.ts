import { streamMessageSchema } from '../../../protocol/http/devices.ts'
import type { StreamMessage } from '../../../protocol/http/devices.ts'
import { z } from '../../../policy/zod.ts'

/** What nodes tell each other. Small: PostgreSQL carries at most 8 kB. */
const noticeSchema = z.object({
  tenant: z.string(),
  message: z.nullable(streamMessageSchema),
  revoked: z.array(z.string()),
})
export type Notice = z.infer<typeof noticeSchema>

export function messageNotice(tenant: string, message: StreamMessage): string {
  return JSON.stringify({ tenant, message, revoked: [] } satisfies Notice)
}

export function revocationNotice(tenant: string, hashes: readonly string[]): string {
  return JSON.stringify({ tenant, message: null, revoked: [...hashes] } satisfies Notice)
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
