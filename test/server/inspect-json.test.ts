import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inspectJson, limits } from '../../server/http/inspect-json.ts'
import { readJson } from '../../server/http/json-body.ts'
import { hasNul } from '../../server/http/nul.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('inspectJson', () => {
  test('lets every document pass that is within the limits, however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(4), (value, indent) => {
        expect(inspectJson(JSON.stringify(value, null, indent))).toBe('ok')
      }),
      { seed },
    )
  })

  test('never throws, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ':', ',', 'a', ' ', 'u') }),
        (text) => {
          inspectJson(text)
          readJson(Buffer.from(text))
        },
      ),
      { seed, numRuns: 2000 },
    )
  })

  test('counts depth to the limit and not beyond', () => {
    expect(inspectJson(nested(limits.depth))).toBe('ok')
    expect(inspectJson(nested(limits.depth + 1))).toBe('BODY_TOO_DEEP')
  })

  test('brackets, colons and quotes inside strings do not count', () => {
    expect(inspectJson(JSON.stringify({ a: `${'['.repeat(500)}"\\":`, b: '\\' }))).toBe('ok')
  })

  test('finds a key given twice, also when it is written in another way, and only within one object', () => {
    expect(inspectJson('{"a":1,"b":{"a":2},"\\u0061":3}')).toBe('BODY_DUPLICATE_KEY')
    expect(inspectJson('[{"a":1},{"a":2}]')).toBe('ok')
    expect(inspectJson('{"a":"b","b" : "a"}')).toBe('ok')
  })

  test('looks at a megabyte of the worst text in linear time', () => {
    for (const text of [
      '"\\'.repeat(500_000),
      '\\"'.repeat(500_000),
      `"${'\\'.repeat(1_000_000)}`,
      '"" '.repeat(300_000),
    ])
      inspectJson(text)
  })
})

describe('hasNul', () => {
  test.each([
    ['{"a":"\\u0000"}', true],
    ['{"a":"\\\\u0000"}', false],
    ['{"a":"\\\\\\u0000"}', true],
    ['{"a":"u0000"}', false],
    ['{"a":"\\\\u0000 \\u0000"}', true],
  ])('of %s is %s', (text, expected) => {
    expect(hasNul(Buffer.from(text))).toBe(expected)
  })
})
