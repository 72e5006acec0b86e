import { decidedActionSchema } from './parts.ts'

/** A governed action was stopped and no obligation can let it pass. */
export const actionRefusedSchema = decidedActionSchema
