import { conditionSchema } from './condition.ts'
import { idSchema, surfaceRefSchema } from './workflow.ts'
import { z } from './zod.ts'

/** F71. `observe` only records, `tip` tells and lets pass, `enforce` holds or refuses. */
export const modes = ['off', 'observe', 'tip', 'enforce'] as const
export type Mode = (typeof modes)[number]

export const ruleSchema = z.strictObject({
  id: idSchema,
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Shown to the rep: what and why, in plain words of the administrator. Empty = the guardrail's own words. */
  message: z.string().check(z.maxLength(500)),
  owner: z.string().check(z.minLength(1), z.maxLength(200)),
  mode: z.enum(modes),
  /** Workflow ids and surface refs the rule applies to; both empty = every workflow. */
  workflows: z.array(idSchema).check(z.maxLength(200)),
  surfaces: z.array(surfaceRefSchema).check(z.maxLength(200)),
  when: z.nullable(conditionSchema),
  guardrail: z.strictObject({
    kind: idSchema,
    /** Checked against the kind's own settings by `settingsSchemaOf(kind)`. */
    settings: z.record(z.string().check(z.maxLength(100)), z.unknown()),
  }),
})
export type Rule = z.infer<typeof ruleSchema>
