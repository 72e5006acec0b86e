import { guardrails } from './guardrails/registry.ts'
import type { Setting, Settings } from './setting.ts'
import { idSchema } from './workflow.ts'
import { z } from './zod.ts'

/** Makes the schema of one guardrail's settings from its descriptors; null for a kind that does not exist. */
export function settingsSchemaOf(kind: string): z.ZodMiniType<Record<string, unknown>> | null {
  const settings = guardrails.get(kind)?.settings
  return settings ? schemaOf(settings) : null
}

function schemaOf(settings: Settings): z.ZodMiniType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(settings).map(([name, setting]) => {
        const schema = valueSchema(setting)
        return [name, setting.optional ? z.optional(schema) : schema]
      }),
    ),
  )
}

const text = (length: number) => z.string().check(z.minLength(1), z.maxLength(length))

function valueSchema(setting: Setting): z.ZodMiniType {
  switch (setting.type) {
    case 'number':
      return z.number().check(z.minimum(setting.min), z.maximum(setting.max))
    case 'text':
      return text(setting.maxLength)
    case 'choice':
      return z.enum(setting.choices)
    case 'boolean':
      return z.boolean()
    case 'field':
      return text(100)
    case 'time':
      return z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Use a time such as 09:00.'))
    case 'moment':
      return z
        .string()
        .check(z.refine(isMoment, 'Use a date and time with its offset, such as 2026-12-24T18:00+01:00.'))
    case 'zone':
      return text(60).check(z.refine(isZone, 'Use an IANA time zone such as Europe/Berlin.'))
    case 'weekdays':
      return z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7))
    case 'approvers':
      return z.array(text(200)).check(z.maxLength(20))
    case 'term-lists':
      return z.array(idSchema).check(z.minLength(1), z.maxLength(100))
    case 'override-codes':
      return z.array(idSchema).check(z.maxLength(50))
    case 'texts':
      return z.array(text(500)).check(z.maxLength(200))
  }
  return setting satisfies never
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}
