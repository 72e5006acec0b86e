import { describe, expect, test } from 'vitest'
import {
  formatLength,
  formatMinutes,
  formatNumber,
  formatRelative,
  setWords,
  t,
} from '../../../components/ui/words.ts'

describe('words', () => {
  setWords([
    { greeting: 'Hello {name}, {name}', 'mails.one': '{count} mail', 'mails.other': '{count} mails' },
  ])

  test('fills placeholders, also twice, and leaves one without a value as it is', () => {
    expect(t('greeting', { name: 'Riley' })).toBe('Hello Riley, Riley')
    expect(t('greeting')).toBe('Hello {name}, {name}')
  })

  test('a value that looks like a placeholder is not filled again', () => {
    expect(t('greeting', { name: '{count}' })).toBe('Hello {count}, {count}')
  })

  test('picks the plural and groups the number', () => {
    expect(t('mails', { count: 1 })).toBe('1 mail')
    expect(t('mails', { count: 5000 })).toBe('5,000 mails')
  })

  test('an unknown key is shown as itself, also one every object has', () => {
    expect(t('no.such.key')).toBe('no.such.key')
    expect(t('constructor')).toBe('constructor')
  })

  test('never rounds a number of a diff', () => {
    expect(formatNumber(1234.56789)).toBe('1,234.56789')
  })

  test('names lengths of time', () => {
    expect([formatLength(48_000), formatLength(7_500_000), formatLength(-5)]).toEqual([
      '48 s',
      '2 h 5 min',
      '0 s',
    ])
    expect([formatMinutes(30), formatMinutes(120), formatMinutes(1440), formatMinutes(90)]).toEqual([
      '30 minutes',
      '2 hours',
      '1 day',
      '90 minutes',
    ])
  })

  test('says how long ago, and gives back what is no date', () => {
    const now = Date.parse('2026-03-01T12:00:00Z')
    expect(formatRelative('2026-03-01T09:00:00Z', now)).toBe('3 hours ago')
    expect(formatRelative('soon', now)).toBe('soon')
  })
})
