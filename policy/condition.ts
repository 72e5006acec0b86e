import { z } from './zod.ts'

/** Operators are fixed and typed; there is no expression language and no regular expression from outside (decisions.md). */
export const operators = [
  'equals',
  'not-equals',
  'above',
  'at-least',
  'below',
  'at-most',
  'in',
  'not-in',
  'contains',
  'is-known',
] as const
export type Operator = (typeof operators)[number]

export type FactValue = string | number | boolean | readonly string[]

/**
 * A bounded condition over declared facts. Depth at most 4, at most 64 nodes; both are checked by the schema.
 * A fact that is missing or of another type makes the comparison `unknown`, which counts as a match: a rule never
 * stops applying because something could not be read.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly fact: string; readonly is: Operator; readonly value: FactValue }

const text = z.string().check(z.maxLength(500))
const comparisonSchema = z.strictObject({
  fact: z.string().check(z.minLength(1), z.maxLength(100)),
  is: z.enum(operators),
  value: z.union([text, z.number(), z.boolean(), z.array(text).check(z.maxLength(1000))]),
})

const anyConditionSchema: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(anyConditionSchema).check(z.minLength(1), z.maxLength(16)) }),
    z.strictObject({ any: z.array(anyConditionSchema).check(z.minLength(1), z.maxLength(16)) }),
    z.strictObject({ not: anyConditionSchema }),
    comparisonSchema,
  ]),
)

/** Depth of a condition; a comparison has depth 1. */
export function depthOf(condition: Condition): number {
  return 1 + Math.max(0, ...childrenOf(condition).map(depthOf))
}

/** Number of nodes in a condition, itself included. */
export function sizeOf(condition: Condition): number {
  return childrenOf(condition).reduce((sum, child) => sum + sizeOf(child), 1)
}

export function childrenOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all
  if ('any' in condition) return condition.any
  if ('not' in condition) return [condition.not]
  return []
}

export const conditionSchema = anyConditionSchema.check(
  z.refine((condition) => depthOf(condition) <= 4, 'A condition may be at most 4 levels deep.'),
  z.refine((condition) => sizeOf(condition) <= 64, 'A condition may have at most 64 parts.'),
)
