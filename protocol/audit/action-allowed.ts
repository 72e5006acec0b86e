import { decidedActionSchema } from './parts.ts'

/** A governed action the page let pass; written by the page to the inbox in the same task. */
export const actionAllowedSchema = decidedActionSchema
