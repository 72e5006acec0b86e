import { z } from '../../policy/zod.ts'

/** RFC 9457 problem details. `code` is stable; `detail` is a sentence a person can act on. */
export const problemSchema = z.object({
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
})
export type Problem = z.infer<typeof problemSchema>
