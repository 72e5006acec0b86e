import { z } from '../policy/zod.ts'

/** Whom to ask what a person has practised. */
export interface Training {
  readonly server: string
  readonly key: string
  readonly person: string
}

const completedSchema = z.object({
  completed: z
    .array(z.object({ lesson: z.string().check(z.maxLength(50)), at: z.string().check(z.maxLength(40)) }))
    .check(z.maxLength(100)),
})
/** `available` false: nobody to ask, or no answer. The page then shows no lessons, and works as ever. */
export type Progress = () => Promise<{
  readonly available: boolean
  readonly completed: z.infer<typeof completedSchema>['completed']
}>

const patience = 3000
const none: Awaited<ReturnType<Progress>> = { available: false, completed: [] }

export function trainingOf(environment: Readonly<Record<string, string | undefined>>): Training | null {
  const server = environment['COUNTERSIGN_URL']
  const key = environment['COUNTERSIGN_SERVICE_KEY']
  const person = environment['PRACTICE_PERSON']
  return server && key && person ? { server, key, person } : null
}

export function progressOf(training: Training | undefined): Progress {
  if (!training) return async () => none
  const { server, key, person } = training
  const url = new URL(`/v1/lessons/progress?email=${encodeURIComponent(person)}`, server)
  return async () => {
    try {
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${key}` },
        signal: AbortSignal.timeout(patience),
      })
      const read = response.ok ? completedSchema.safeParse(await response.json()) : null
      return read?.success ? { available: true, completed: read.data.completed } : none
    } catch {
      // However the question failed, the lessons are not known; the next poll asks again.
      return none
    }
  }
}
