import { z } from '../../policy/zod.ts'
import { ruleText } from './parts.ts'

export const reviewClearedSchema = z.object({ rule: ruleText })
