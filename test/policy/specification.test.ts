import { describe, expect, test } from 'vitest'
import { compileSlice } from '../../policy/compile.ts'
import type { Decision } from '../../policy/decision.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { guardrails } from '../../policy/guardrails/registry.ts'
import { prepare, prepareBundle } from '../../policy/prepare.ts'
import type { Slice } from '../../policy/slice.ts'
import { buildPack } from './build.ts'
import { runCases, sorted, specificationCases, told } from '../specification/run.ts'
import type { SpecificationCase } from '../specification/run.ts'

const cases = specificationCases()

/** What the page has: a slice that went over the port as JSON. */
function decideOnSlice({ bundle, action, facts, now }: SpecificationCase): Decision {
  const state = { bundleDigest: '', lease: facts.lease, killed: [], reserved: {}, suggestions: [] }
  const slice = compileSlice(bundle, buildPack(action.site), state)
  return evaluate(prepare(JSON.parse(JSON.stringify(slice)) as Slice), action, facts, now)
}

describe('specification', () => {
  test('S002 has at least 150 cases, and at least 10 for each guardrail kind', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150)
    for (const kind of guardrails.keys())
      expect(cases.filter((one) => one.file === kind).length, kind).toBeGreaterThanOrEqual(10)
  })

  test('has no two cases of one name in a file', () => {
    const names = cases.map((one) => `${one.file}: ${one.name}`)
    expect(names).toEqual([...new Set(names)])
  })

  test.each(cases.map((one) => [`${one.file}: ${one.name}`, one] as const))('%s', (_, one) => {
    const whole = evaluate(prepareBundle(one.bundle), one.action, one.facts, one.now)
    const onSlice = decideOnSlice(one)
    expect(onSlice).toEqual(whole)
    expect(told(onSlice, one.expected)).toEqual(sorted(one.expected))
  })

  test('the full bundle decides every case as expected', async () => {
    for (const { file, name, expected, actual } of await runCases((one) =>
      evaluate(prepareBundle(one.bundle), one.action, one.facts, one.now),
    ))
      expect.soft(actual, `${file}: ${name}`).toEqual(expected)
  })

  test('the page slice decides every case as expected', async () => {
    for (const { file, name, expected, actual } of await runCases(decideOnSlice))
      expect.soft(actual, `${file}: ${name}`).toEqual(expected)
  })
})
