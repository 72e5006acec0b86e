import { z } from '../../policy/zod.ts'

/** What every rep practises (S228-S230), in this order; words live under `lesson.<id>`. */
export const lessons = ['use-suggestion', 'override-suggestion', 'escalate'] as const
export type Lesson = (typeof lessons)[number]

const completionSchema = z.object({
  lesson: z.enum(lessons),
  at: z.string(),
  /** The event of the rep's own browser that showed it. */
  event: z.string(),
})
export type Completion = z.infer<typeof completionSchema>

/** GET /v1/lessons (admin): everybody who has a browser or a completion, by name. */
export const trainingSchema = z.object({
  people: z.array(
    z.object({
      person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
      completed: z.array(completionSchema),
    }),
  ),
})
export type Training = z.infer<typeof trainingSchema>

/** GET /v1/lessons/progress?email= (service key): what the practice CRM shows to the one who trains there. */
export const progressQuerySchema = z.strictObject({
  email: z.string().check(z.minLength(3), z.maxLength(320)),
})
export const progressSchema = z.object({ completed: z.array(completionSchema) })
