import { z } from '../../policy/zod.ts'
import { freeText } from './parts.ts'

/** The worker's database could not be opened, was set aside and made new. */
export const outboxRecoveredSchema = z.object({ detail: freeText })
