import type { Rule } from '../rule.ts'
import { isSame } from './implies.ts'

/** Settings as they are stored: checked by the kind's own schema when the policy was parsed. */
type Given = Readonly<Record<string, unknown>>
type Judge = (before: unknown, after: unknown, settings: { before: Given; after: Given }) => boolean

/** What is no longer there, or was never meant, has no limit. */
const most = (value: unknown) => (typeof value === 'number' ? value : Infinity)
const none = (value: unknown) => (typeof value === 'number' ? value : 0)

const same: Judge = isSame
const notHigher: Judge = (before, after) => most(after) <= most(before)
const notLower: Judge = (before, after) => none(after) >= none(before)
/** `true` was the stricter one, or the laxer one. */
const staysOn: Judge = (before, after) => before !== true || after === true
const staysOff: Judge = (before, after) => after !== true || before === true
const staysRefusal: Judge = (before, after) => before !== 'refuse' || after === 'refuse'
const anything: Judge = () => true

const days = (value: unknown): readonly unknown[] =>
  Array.isArray(value) && value.length > 0 ? value : [1, 2, 3, 4, 5, 6, 7]
const fewerDays: Judge = (before, after) => days(after).every((day) => days(before).includes(day))

/** Inside a day a window may begin later and end earlier; past midnight it may not be touched. */
const isPlain = ({ from, to }: Given) => String(from) < String(to)
const laterFrom: Judge = (before, after, { before: old, after: now }) =>
  isSame(before, after) || (isPlain(old) && isPlain(now) && String(after) >= String(before))
const earlierTo: Judge = (before, after, { before: old, after: now }) =>
  isSame(before, after) || (isPlain(old) && isPlain(now) && String(after) <= String(before))

// What cannot be read and stays as it is is no loosening; anything else that cannot be read is.
const earlier: Judge = (before, after) =>
  isSame(before, after) || Date.parse(String(after)) <= Date.parse(String(before))
const later: Judge = (before, after) =>
  isSame(before, after) || Date.parse(String(after)) >= Date.parse(String(before))

const periods = ['hour', 'day', 'week']
const lengthOf = (period: unknown) => periods.indexOf(typeof period === 'string' ? period : 'day')
/** The same cap over a longer time is the stricter one; without a cap it says nothing. */
const longerPeriod: Judge = (before, after, settings) =>
  settings.before['perPeriod'] === undefined || lengthOf(after) >= lengthOf(before)

const reaches = ['never', 'record', 'workflow']
/** Absent it reaches one record. */
const reach = (value: unknown) => reaches.indexOf(typeof value === 'string' ? value : 'record')
const reachesNoFurther: Judge = (before, after) => reach(after) <= reach(before)

/** `approvers`, `lists` and `codes` depend on more than the rule: they are compared beside it. */
const elsewhere = anything
// How long a grant may be used counts; how long an approver may take does not.
const minutes = (value: unknown) => (typeof value === 'number' ? value : 60)
const grant: Judge = (before, after) => minutes(after) <= minutes(before)
const approval = { approvers: elsewhere, decideWithinMinutes: anything, useWithinMinutes: grant }

const weekly = (value: unknown) => value !== 'day'
/** The same budget over a longer time is the stricter one; without a budget it says nothing. */
const longerBudget: Judge = (before, after, settings) =>
  settings.before['budget'] === undefined || !weekly(before) || weekly(after)
const overrides = { remember: reachesNoFurther, budget: notHigher, budgetPeriod: longerBudget }

/** For every kind, what may change in each setting without permitting more. */
const judges: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  'amount-threshold': { field: same, limit: notHigher, changePercent: notHigher, ...approval },
  approval,
  'banned-terms': { lists: elsewhere, allowOverride: staysOff, codes: elsewhere, ...overrides },
  'close-date-threshold': { field: same, days: notHigher, acrossQuarters: staysOn, ...approval },
  'discount-range': { field: same, preApprovedUpTo: notHigher, approvalUpTo: notHigher, ...approval },
  'export-cap': { approvalAbove: notHigher, refuseAbove: notHigher, ...approval },
  // The zone is how the moments are read, not when they are.
  freeze: { from: earlier, to: later, zone: anything, beyond: staysRefusal, ...approval },
  'override-reason': {
    when: (before, after) => after === 'always' || before === after,
    codes: elsewhere,
    ...overrides,
  },
  'required-review': { floorSeconds: notLower },
  'restricted-terms': { lists: elsewhere, floorSeconds: notLower, approval: staysOn, ...approval },
  'time-window': {
    ...{ zone: same, from: laterFrom, to: earlierTo, weekdays: fewerDays, beyond: staysRefusal, ...approval },
  },
  'volume-cap': {
    ...{ unit: same, perAction: notHigher, perPeriod: notHigher, period: longerPeriod, beyond: staysRefusal },
    ...approval,
  },
}

/** Names of the settings that permit more, or cannot be shown not to: those of an unknown kind, and unknown ones. */
export function looserSettings(before: Rule['guardrail'], after: Rule['guardrail']): readonly string[] {
  const known = Object.hasOwn(judges, before.kind) ? judges[before.kind] : {}
  const settings = { before: before.settings, after: after.settings }
  return [...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])].filter((name) => {
    const judge = (known && Object.hasOwn(known, name) && known[name]) || same
    return !judge(before.settings[name], after.settings[name], settings)
  })
}
