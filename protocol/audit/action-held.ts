import { decidedActionSchema } from './parts.ts'

/** A governed action was stopped and waits for a person, a grant or a counter. */
export const actionHeldSchema = decidedActionSchema
