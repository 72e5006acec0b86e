import { describe, expect, test } from 'vitest'
import { z } from '../../policy/zod.ts'
import { auditEventSchema } from '../../protocol/audit/event.ts'
import { actionReleasedSchema } from '../../protocol/audit/action-released.ts'
import { executionReportSchema, outcomeReportSchema, runReportSchema } from '../../protocol/audit/reports.ts'
import { serverDetailSchemas } from '../../protocol/audit/server-events.ts'

const schemas = {
  event: auditEventSchema,
  run: runReportSchema,
  execution: executionReportSchema,
  outcome: outcomeReportSchema,
  decided: serverDetailSchemas['approval.decided'],
  released: actionReleasedSchema,
}
const update = 'outputs.updates.[]'

/** Where each field of the model lives: 125 to 129 on every write, 136 to 146 in and out, 147 to 150 signed, then done, then come of it. */
const homes: Readonly<Record<number, readonly string[]>> = {
  125: [`run.${update}.source`],
  126: [`run.${update}.at`],
  127: [`run.${update}.confidence`],
  128: [`run.${update}.before`, 'released.action.fields.[].before'],
  129: [`run.${update}.reason`],
  131: ['released.action.fields'],
  132: ['decided.by.name', 'decided.action'],
  133: ['execution.exported.records'],
  134: ['execution.sent', 'run.outputs.content.[].sha256'],
  135: ['run.agent', 'execution.agent'],
  136: ['run.inputs.instruction.text', 'run.inputs.instruction.sha256'],
  137: ['run.inputs.sources.[].kind=crm-object'],
  138: ['run.inputs.sources.[].kind=enrichment-vendor'],
  139: ['run.inputs.sources.[].kind=email'],
  140: ['run.inputs.sources.[].kind=call'],
  141: ['run.inputs.dataAsOf'],
  142: ['run.outputs.content.[].version'],
  143: [`run.${update}.after`],
  144: ['run.outputs.scores.[].after'],
  145: ['run.outputs.confidence', 'run.outputs.drivers'],
  146: ['run.outputs.toolCalls.[].system'],
  147: ['decided.by.id'],
  148: ['event.at'],
  149: ['decided.action'],
  150: ['decided.note', 'decided.ticket'],
  151: ['execution.sent'],
  152: ['execution.targets', 'released.action.recipients'],
  153: ['execution.exported.records', 'released.action.volume'],
  154: ['execution.exported.destination'],
  155: ['execution.errors'],
  156: ['execution.retries'],
  157: ['execution.fallbacks'],
  158: ['outcome.bounceRate'],
  159: ['outcome.spamComplaints'],
  160: ['outcome.replyRate'],
  161: ['outcome.conversion'],
  162: ['outcome.stageProgression'],
  163: ['outcome.churnRisk'],
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly string[]
}

/** Whether a place exists in a JSON Schema; `[]` is an item of a list, `name=value` one value of a choice. */
function has(schema: JsonSchema, [step, ...rest]: readonly string[]): boolean {
  if (schema.anyOf?.some((one) => has(one, step === undefined ? [] : [step, ...rest]))) return true
  if (step === undefined) return true
  const [name = '', value] = step.split('=')
  const next = name === '[]' ? schema.items : schema.properties?.[name]
  if (next === undefined) return false
  return value === undefined ? has(next, rest) : next.enum?.includes(value) === true
}

const rooms = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [
    name,
    z.toJSONSchema(schema as never, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
  ]),
)

describe('the flight recorder', () => {
  test('F61 every field of the model from provenance to outcomes has a home in the JSON Schema of an event', () => {
    // 130 is a purpose, not a field.
    const fields = Array.from({ length: 39 }, (_, index) => 125 + index).filter((field) => field !== 130)
    expect(Object.keys(homes).map(Number)).toEqual(fields)
    for (const [field, places] of Object.entries(homes))
      for (const place of places) {
        const [room = '', ...path] = place.split('.')
        expect(has(rooms[room] ?? {}, path), `${field}: ${place}`).toBe(true)
      }
  })

  test('a place that is not there is noticed', () => {
    expect(has(rooms['run'] ?? {}, ['outputs', 'updates', '[]', 'colour'])).toBe(false)
    expect(has(rooms['run'] ?? {}, ['inputs', 'sources', '[]', 'kind=fax'])).toBe(false)
    expect(has(rooms['outcome'] ?? {}, ['weather'])).toBe(false)
  })
})
