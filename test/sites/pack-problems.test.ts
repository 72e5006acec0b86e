import { describe, expect, test } from 'vitest'
import { isHostPattern, problemsOfPack } from '../../sites/pack-problems.ts'
import { checkPacks, packsOf } from '../../sites/registry.ts'
import { matchTemplate } from '../../reading/template.ts'
import { aPack, aSurface } from '../support/a-pack.ts'

describe('problemsOfPack', () => {
  test('finds nothing in any built-in pack', () => {
    expect(checkPacks().bad).toEqual([])
    for (const pack of checkPacks().good) expect(problemsOfPack(pack)).toEqual([])
  })

  test('names the place of what is wrong', () => {
    const surface = aSurface({ when: { url: ['/{a}{b}'], present: [], absent: [] } })
    expect(problemsOfPack(aPack({ surfaces: [aSurface(), { ...surface, id: 'other' }] }))).toMatchObject([
      { code: 'TEMPLATE_UNSOUND', path: ['surfaces', 1, 'when', 'url', 0] },
    ])
  })

  test('lets through no template that an address of 2000 characters could bring to a standstill', () => {
    const hostile = 'x'.repeat(2000)
    const allowed = ['/{a}/{b}/{c}', '{a},{b},{c},{d},{e}', '*{a}?{b}*', '/x{a}x/x{b}x'].filter(
      (account) => problemsOfPack(aPack({ account })).length === 0,
    )
    expect(allowed.length).toBeGreaterThan(2)
    for (const template of allowed) expect(matchTemplate(template, hostile)).toBe(undefined)
    for (const account of ['{a}{b}', '{a}x{b}x{c}x{d}', '{a}-{b}', '{1}', '/{a', '{a}/{a}'])
      expect(problemsOfPack(aPack({ account })).map(({ code }) => code)).toEqual(['TEMPLATE_UNSOUND'])
  })

  test.for([
    ['https://crm.example.com/*', true],
    ['*://*.example.com/*', true],
    ['http://localhost:*/*', true],
    ['http://127.0.0.1:8000/*', true],
    ['<all_urls>', false],
    ['https://*/*', false],
    ['https://*.com/*', false],
    ['https://crm.example.com/deals/*', false],
    ['ftp://crm.example.com/*', false],
    ['file:///*', false],
    ['javascript:alert(1)', false],
  ] as const)('%s is a host of one application: %s', ([pattern, isOne]) => {
    expect(isHostPattern(pattern)).toBe(isOne)
  })
})

describe('packsOf', () => {
  const builtIn = checkPacks()

  test('adds what is not built in, puts a namesake in its place and leaves out what is disabled', () => {
    const tryton = { ...builtIn.good.find(({ id }) => id === 'tryton'), name: 'Repaired' }
    const packs = packsOf(builtIn, { packs: [aPack(), tryton], disabledPacks: ['practice', 'nobody'] })
    expect(packs.good.map(({ id }) => id)).toEqual([
      ...builtIn.good.map(({ id }) => id).filter((id) => id !== 'practice'),
      'acme',
    ])
    expect(packs.good.find(({ id }) => id === 'tryton')?.name).toBe('Repaired')
    expect(packs.disabled).toEqual(['practice'])
  })

  test('a malformed namesake leaves the built-in pack in force', () => {
    const packs = packsOf(builtIn, { packs: [{ id: 'tryton', surfaces: 7 }] })
    expect(packs.good).toEqual(builtIn.good)
    expect(packs.bad).toMatchObject([{ id: 'tryton' }])
  })
})
