import { z } from '../../policy/zod.ts'
import { freeText } from './parts.ts'

export const deviceEnrolledSchema = z.object({
  server: freeText,
  browser: freeText,
  extensionVersion: freeText,
})
