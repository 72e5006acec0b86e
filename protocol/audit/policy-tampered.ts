import { z } from '../../policy/zod.ts'

/** Parts of the device's database were not as they were signed, and are not obeyed. */
export const policyTamperedSchema = z.object({
  parts: z.array(z.string().check(z.maxLength(20))).check(z.maxLength(10)),
})
