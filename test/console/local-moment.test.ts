import { describe, expect, test } from 'vitest'
import { localOf, momentAt } from '../../console/pages/policy/calendar/local-moment.ts'

describe('a clock on a wall as a moment', () => {
  test.each([
    ['2026-12-24T18:00', 'Europe/Berlin', '2026-12-24T18:00+01:00'],
    ['2026-07-01T18:00', 'Europe/Berlin', '2026-07-01T18:00+02:00'],
    ['2026-07-01T18:00', 'UTC', '2026-07-01T18:00+00:00'],
    ['2026-07-01T18:00', 'Asia/Kolkata', '2026-07-01T18:00+05:30'],
    ['2026-07-01T18:00', 'America/St_Johns', '2026-07-01T18:00-02:30'],
    ['2026-12-31T23:30', 'Pacific/Kiritimati', '2026-12-31T23:30+14:00'],
  ])('%s in %s is %s', (local, zone, moment) => {
    expect([momentAt(local, zone, false), momentAt(local, zone, true)]).toEqual([moment, moment])
    expect(localOf(moment, zone)).toBe(local)
  })

  test('F52 an hour that comes twice is two moments: a freeze begins with the first and ends with the second', () => {
    expect(momentAt('2026-10-25T02:30', 'Europe/Berlin', false)).toBe('2026-10-25T02:30+02:00')
    expect(momentAt('2026-10-25T02:30', 'Europe/Berlin', true)).toBe('2026-10-25T02:30+01:00')
    expect(momentAt('2026-11-01T01:00', 'America/New_York', false)).toBe('2026-11-01T01:00-04:00')
    expect(momentAt('2026-11-01T01:00', 'America/New_York', true)).toBe('2026-11-01T01:00-05:00')
  })

  test('F52 an hour that never comes is the moment of the change', () => {
    for (const late of [false, true]) {
      expect(momentAt('2026-03-29T02:30', 'Europe/Berlin', late)).toBe('2026-03-29T03:00+02:00')
      expect(momentAt('2026-03-08T02:00', 'America/New_York', late)).toBe('2026-03-08T03:00-04:00')
      expect(momentAt('2026-10-04T02:15', 'Australia/Lord_Howe', late)).toBe('2026-10-04T02:30+11:00')
    }
    expect(momentAt('2026-03-29T01:59', 'Europe/Berlin', false)).toBe('2026-03-29T01:59+01:00')
    expect(momentAt('2026-03-29T03:00', 'Europe/Berlin', false)).toBe('2026-03-29T03:00+02:00')
  })

  test('what is no date or no zone is no moment', () => {
    for (const [local, zone] of [
      ['', 'UTC'],
      ['2026-02-30T10:00', 'Mars/Olympus'],
      ['soon', 'UTC'],
      ['2026-13-01T10:00', 'UTC'],
    ] as const)
      expect(momentAt(local, zone, false)).toBeNull()
    expect(localOf('soon', 'UTC')).toBe('')
  })
})
