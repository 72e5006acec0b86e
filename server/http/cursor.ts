import type { z } from '../../policy/zod.ts'

/** An opaque cursor. It is the caller's to keep, so it is read back like any other input. */
export function writeCursor(place: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

export function readCursor<Place>(cursor: string, schema: z.ZodMiniType<Place>): Place | null {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
