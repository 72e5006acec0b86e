import { z } from '../../policy/zod.ts'

/**
 * POST /v1/override-uses (device): counts one override against the person's own budget. The same id counts once. 409
 * OVERRIDE_BUDGET_SPENT, 404 RULE_UNKNOWN where the rule sets no budget.
 */
export const overrideUseSchema = z.strictObject({
  id: z.uuid(),
  rule: z.string().check(z.minLength(1), z.maxLength(100)),
})
export const overrideUsedSchema = z.object({ left: z.int() })

/** GET /v1/override-budgets (device): what this person has used in the present window, on whatever browser. */
export const overrideBudgetsSchema = z.object({
  /** No other browser counts for this person, so this one may go on counting without contact. */
  isAlone: z.boolean(),
  budgets: z
    .array(
      z.object({
        rule: z.string().check(z.maxLength(100)),
        limit: z.int(),
        uses: z.array(z.uuid()).check(z.maxLength(1000)),
      }),
    )
    .check(z.maxLength(2000)),
})
export type OverrideBudgets = z.infer<typeof overrideBudgetsSchema>
