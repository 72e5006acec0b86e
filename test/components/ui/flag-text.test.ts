import { describe, expect, test } from 'vitest'
import { codePointName, flagText } from '../../../components/ui/flag-text.ts'

const flags = (text: string) => flagText(text).filter((part) => part.flag !== null)

describe('flagText', () => {
  test('leaves ordinary text of any language alone', () => {
    for (const text of [
      'Amount 40,000 €',
      'Привет мир',
      'Ελληνικά',
      '日本語のテスト',
      'a\tb\nc',
      'naïve café',
      'Zoë 👍',
      '❤️ 👩🏽‍🚀',
      'می‌خواهم',
      'क्‍ष',
    ])
      expect(flags(text)).toEqual([])
  })

  test.each([
    ['a zero-width space', '\u200b'],
    ['a right-to-left override', '\u202e'],
    ['an isolate', '\u2066'],
    ['a soft hyphen', '\u00ad'],
    ['a byte order mark', '\ufeff'],
    ['a tag character', '\u{e0041}'],
    ['a null', '\u0000'],
    ['a lone surrogate', '\ud800'],
    ['a Hangul filler', '\u3164'],
    ['a joiner between Latin letters', '\u200d'],
    ['a variation selector', '\ufe0f'],
  ])('marks %s', (_, character) => {
    expect(flags(`be${character}fore`)).toEqual([{ text: character, flag: 'hidden' }])
  })

  test('marks a word of mixed alphabets, not a text in two languages', () => {
    expect(flags('p\u0430ypal and Москва')).toEqual([{ text: 'p\u0430ypal', flag: 'mixed' }])
  })

  test('loses nothing: the parts together are the text', () => {
    const text = 'a\u200bb p\u0430y \u{e0041}c\n'
    expect(
      flagText(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })

  test('names a character by its code point', () => {
    expect(codePointName('\u202e')).toBe('U+202E')
    expect(codePointName('\u{e0041}')).toBe('U+E0041')
  })

  test('takes linear time on a long hostile text', () => {
    expect(flags('\u200b'.repeat(20_000))).toHaveLength(20_000)
  })
})
