import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { scanJson } from '../../console/pages/policy/json-lines.ts'

describe('scanJson', () => {
  test('reads what JSON.parse reads, to the same value', () => {
    const seed = Date.now()
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent)
        const scanned = scanJson(pretty)
        // Equal keys are the one thing JSON.parse takes and we refuse; a stringified value has none.
        return scanned.ok && JSON.stringify(scanned.value) === JSON.stringify(JSON.parse(pretty))
      }),
      { seed },
    )
  })

  test('refuses what JSON.parse refuses', () => {
    for (const text of [
      '',
      '{',
      '[1,]',
      '{"a":1,}',
      '{a:1}',
      "{'a':1}",
      '01',
      '1 2',
      '"a',
      '"\n"',
      'nul',
      '{"a" 1}',
      '[1 2]',
    ]) {
      expect(() => JSON.parse(text), text).toThrow()
      expect(scanJson(text).ok, text).toBe(false)
    }
  })

  test('says the line of a mistake and what should stand there', () => {
    expect(scanJson('{\n  "a": 1\n  "b": 2\n}')).toEqual({ ok: false, line: 3, expected: 'comma' })
    expect(scanJson('{\n  "a": 1,\n}')).toEqual({ ok: false, line: 3, expected: 'key' })
    expect(scanJson('{\n  "a": 1,\n  "a": 2\n}')).toEqual({ ok: false, line: 3, expected: 'duplicate' })
    expect(scanJson('['.repeat(70))).toEqual({ ok: false, line: 1, expected: 'depth' })
  })

  test('finds the line of a path, and of the nearest parent when the member is missing', () => {
    const scanned = scanJson('{\n  "rules": [\n    { "id": "a" },\n    {\n      "id": "b"\n    }\n  ]\n}')
    if (!scanned.ok) throw new Error('It is JSON.')
    expect(scanned.lineOf(['rules', 1, 'id'])).toBe(5)
    expect(scanned.lineOf(['rules', 1, 'name'])).toBe(4)
    expect(scanned.lineOf([])).toBe(1)
  })
})
