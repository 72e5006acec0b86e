import { z } from '../../policy/zod.ts'
import { freeText, ruleText } from './parts.ts'

/** "Wrong detection": a tuning item for the rule's owner, never an override (F17). */
export const detectionDisputedSchema = z.object({ rule: ruleText, text: freeText })
