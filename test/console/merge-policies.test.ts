import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeDrafts } from '../../console/pages/policy/merge-drafts.ts'
import { mergePolicies, type Side } from '../../console/pages/policy/merge-policies.ts'

type Json = Record<string, unknown>
const base: Json = {
  rules: [
    { id: 'amount', limit: 100 },
    { id: 'claims', lists: ['banned'] },
    { id: 'why', when: 'always' },
  ],
  lists: [{ id: 'banned', terms: ['best'] }],
  overrideReasons: [{ code: 'other', label: 'Other' }],
  whenUnavailable: 'hold',
  disabledPacks: ['sugarcrm'],
}

/** What an edit touched, as a merge names it. */
const units = (policy: Json): Map<string, string> =>
  new Map(
    Object.entries(policy).flatMap(([member, value]) => {
      const name = { rules: 'id', lists: 'id', overrideReasons: 'code' }[member]
      if (!name || !Array.isArray(value)) return [[`${member}/`, JSON.stringify(value)]]
      return value.map((entry: Json): [string, string] => [
        `${member}/${String(entry[name])}`,
        JSON.stringify(entry),
      ])
    }),
  )

const id = fc.constantFrom('amount', 'claims', 'why', 'new-1', 'new-2', '__proto__', 'constructor')
const edit = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, value: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('remove' as const), id }),
  fc.record({ kind: fc.constant('move' as const), id }),
  fc.record({ kind: fc.constant('terms' as const), value: fc.integer({ min: 0, max: 3 }) }),
  fc.record({
    kind: fc.constant('unavailable' as const),
    value: fc.constantFrom('hold', 'allow', undefined),
  }),
  fc.record({ kind: fc.constant('packs' as const), value: fc.subarray(['sugarcrm', 'hubspot']) }),
)
type Edit = typeof edit extends fc.Arbitrary<infer Kind> ? Kind : never

function edited(policy: Json, edits: readonly Edit[]): Json {
  const next = structuredClone(policy)
  const rules = () => next['rules'] as Json[]
  for (const one of edits) {
    switch (one.kind) {
      case 'put': {
        const known = rules().find((rule) => rule['id'] === one.id)
        if (known) known['limit'] = one.value
        else rules().push({ id: one.id, limit: one.value })
        break
      }
      case 'remove':
        next['rules'] = rules().filter((rule) => rule['id'] !== one.id)
        break
      case 'move':
        rules().sort((left) => (left['id'] === one.id ? -1 : 0))
        break
      case 'terms':
        next['lists'] = [{ id: 'banned', terms: ['best', `term ${one.value}`] }]
        break
      case 'unavailable':
        if (one.value === undefined) delete next['whenUnavailable']
        else next['whenUnavailable'] = one.value
        break
      case 'packs':
        next['disabledPacks'] = one.value
    }
  }
  return next
}

describe('putting two texts together', () => {
  test('never loses what either side changed: one-sided changes are there, and every other is asked about', () => {
    const seed = Date.now()
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 6 }),
        fc.array(edit, { maxLength: 6 }),
        fc.constantFrom<Side>('mine', 'theirs'),
        (ours, others, side) => {
          const [mine, theirs] = [edited(base, ours), edited(base, others)]
          const { overlaps } = mergePolicies({ base, mine, theirs })
          const chosen = Object.fromEntries(overlaps.map(({ key }) => [key, side]))
          const { policy } = mergePolicies({ base, mine, theirs }, chosen)
          const [was, left, right, now] = [units(base), units(mine), units(theirs), units(policy as Json)]
          for (const key of new Set([...was.keys(), ...left.keys(), ...right.keys(), ...now.keys()])) {
            const [before, my, their] = [was.get(key), left.get(key), right.get(key)]
            const isAsked = my !== their && my !== before && their !== before
            expect(
              overlaps.some((overlap) => overlap.key === key),
              key,
            ).toBe(isAsked)
            const expected = isAsked ? (side === 'mine' ? my : their) : my === before ? their : my
            expect(now.get(key), key).toBe(expected)
          }
        },
      ),
      { seed, numRuns: 2000 },
    )
    process.stdout.write(`merge-policies: seed ${seed}\n`)
  })

  test('is the same whoever of the two is asked, as long as nobody is', () => {
    const seed = Date.now()
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), fc.array(edit, { maxLength: 6 }), (ours, others) => {
        const [mine, theirs] = [edited(base, ours), edited(base, others)]
        const one = mergePolicies({ base, mine, theirs })
        const other = mergePolicies({ base, mine: theirs, theirs: mine })
        fc.pre(one.overlaps.length === 0)
        expect(units(other.policy as Json)).toEqual(units(one.policy as Json))
      }),
      { seed, numRuns: 1000 },
    )
    process.stdout.write(`merge-policies: seed ${seed}\n`)
  })

  test('a rule one side moved stays moved, and one the other added follows its neighbour', () => {
    const mine = { ...base, rules: [{ id: 'why', when: 'always' }, ...(base['rules'] as Json[]).slice(0, 2)] }
    const [first, ...rest] = base['rules'] as Json[]
    const theirs = { ...base, rules: [first, { id: 'new' }, ...rest] }
    const { policy } = mergePolicies({ base, mine, theirs })
    expect((policy['rules'] as Json[]).map((rule) => rule['id'])).toEqual(['why', 'amount', 'new', 'claims'])
  })

  test('two entries of one name are nobody’s to tell apart: the whole list is asked about', () => {
    const twice = { ...base, rules: [...(base['rules'] as Json[]), { id: 'amount', limit: 7 }] }
    const theirs = edited(base, [{ kind: 'put', id: 'why', value: 1 }])
    expect(mergePolicies({ base, mine: twice, theirs }).overlaps.map(({ key }) => key)).toEqual(['rules/'])
  })

  test('the note is put together like the rest, and half-typed text is not put together at all', () => {
    const draft = (text: string, note: string) => ({ ...{ basedOn: 1, text, note, revision: 4 } })
    const text = JSON.stringify(base)
    const saved = {
      ...draft(JSON.stringify(edited(base, [{ kind: 'put', id: 'amount', value: 1 }])), 'Theirs'),
      ...{ savedBy: { id: 'p', name: 'Alex' }, savedAt: '2026-06-10T10:00:00Z', revision: 5, basedOn: 2 },
    }
    const typed = {
      ...draft(JSON.stringify(edited(base, [{ kind: 'remove', id: 'why' }])), ''),
      base: { text, note: '' },
    }
    const merged = mergeDrafts(typed, saved, {})
    expect(merged).toMatchObject({ overlaps: [], draft: { note: 'Theirs', revision: 5, basedOn: 2 } })
    const rules = (JSON.parse(merged?.draft.text ?? '') as { rules: Json[] }).rules
    expect(rules).toEqual([
      { id: 'amount', limit: 1 },
      { id: 'claims', lists: ['banned'] },
    ])
    expect(merged?.draft.base?.text).toBe(saved.text)
    expect(mergeDrafts({ ...typed, note: 'Mine' }, saved, {})?.overlaps.map(({ member }) => member)).toEqual([
      ' note',
    ])
    expect(mergeDrafts({ ...typed, text: '{"rules": [' }, saved, {})).toBe(null)
    expect(mergeDrafts({ ...draft(text, '') }, saved, {})).toBe(null)
  })
})
