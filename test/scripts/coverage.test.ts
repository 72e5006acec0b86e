import { describe, expect, test } from 'vitest'
import { carries } from '../../scripts/coverage/read-reports.ts'
import { readSections, replaceRows } from '../../scripts/coverage/rows.ts'

const markdown = `# Coverage

## Explain

| number | what | file | test | state |
|---|---|---|---|---|
| F10 | Panel: drivers \\| freshness | test/a.test.ts<br>test/b.test.ts | F10 one<br>F10 two | made |
| F12 | Staleness | | | open |
`

describe('coverage table', () => {
  test('a row is read with each of its tests beside its file', () => {
    expect(readSections(markdown)).toEqual([
      {
        title: 'Explain',
        rows: [
          {
            number: 'F10',
            what: 'Panel: drivers | freshness',
            files: ['test/a.test.ts', 'test/b.test.ts'],
            tests: ['F10 one', 'F10 two'],
            state: 'made',
          },
          { number: 'F12', what: 'Staleness', files: [], tests: [], state: 'open' },
        ],
      },
    ])
  })

  test('rows written back unchanged leave the file as it was', () => {
    expect(replaceRows(markdown, (row) => row)).toBe(markdown)
  })

  test.each([
    ['F33 any byte changed is refused', 'F33', true],
    ['F33 any byte changed is refused', 'F3', false],
    ['S058, F18 each rule is met on its own', 'F18', true],
    ['F03 a tier in words', 'F3', true],
    ['S58 a mail', 'S058', true],
    ['as in RF18', 'F18', false],
  ])('"%s" carries %s: %s', (title, number, expected) => {
    expect(carries(title, number)).toBe(expected)
  })
})
