import { z } from '../../policy/zod.ts'

/** One page of a list, newest first. `next` is an opaque cursor for the page after it; null = this was the last. */
export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) })

/** Query parameters every list takes besides its filters. */
export const pageQuery = {
  cursor: z.optional(z.string().check(z.maxLength(500))),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
}
