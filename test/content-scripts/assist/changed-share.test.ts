import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedShare } from '../../../content-scripts/assist/changed-share.ts'

describe('how much was changed', () => {
  test.each([
    ['the same', 'one two three four', 'one two three four', 0],
    ['other white space', 'one two\nthree four', 'one  two three\tfour ', 0],
    ['one word of four', 'one two three four', 'one two 3 four', 0.25],
    ['half as much again', 'one two', 'one two three', 1 / 3],
    ['words in another order', 'one two three four', 'three four one two', 0.5],
    ['all of it', 'one two', 'three four', 1],
    ['nothing there', '', '', 0],
    ['a language without spaces', '今日は晴れです', '今日は雨です', 2 / 7],
  ])('%s', (_, draft, text, changed) => {
    expect(changedShare(draft, text)).toBeCloseTo(changed, 10)
  })

  test('it is a share whatever the texts are, 0 only for the same words', () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
    process.stdout.write(`changed share: SEED=${seed}\n`)
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
    fc.assert(
      fc.property(words, words, (draft, text) => {
        const changed = changedShare(draft.join(' '), text.join(' '))
        expect(changed).toBeGreaterThanOrEqual(0)
        expect(changed).toBeLessThanOrEqual(1)
        expect(changed === 0).toBe(draft.join() === text.join())
      }),
      { seed },
    )
  })

  test('the longest texts an action can carry, different all over, cost a bounded number of steps', () => {
    const draft = Array.from({ length: 25_000 }, (_, index) => `a${index}`).join(' ')
    const text = Array.from({ length: 25_000 }, (_, index) => `a${24_999 - index}`).join(' ')
    // In any order all words are there; in order one is: the table for that would have 625 million cells.
    expect(changedShare(draft, text)).toBe(0)
  })
})
