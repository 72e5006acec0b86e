import { describe, expect, test } from 'vitest'
import { addLearned, chosenUse, triggersOf } from '../../../../components/sidepanel/describe/candidates.ts'
import { withField } from '../../../../components/sidepanel/describe/description.ts'
import { draftOf, packIdOf } from '../../../../components/sidepanel/describe/draft-pack.ts'
import { surfaceOf } from '../../../../components/sidepanel/describe/surface-of.ts'
import { sitePackSchema } from '../../../../protocol/site-pack.ts'
import type { SitePack } from '../../../../protocol/site-pack.ts'
import { problemsOfPack } from '../../../../sites/pack-problems.ts'
import { aDescription, aField, aLearned } from './build.ts'

const page = { url: 'https://crm.example.com:8443/deals/42?tab=1', name: 'Dealroom', detect: [] }

describe('a draft from a description', () => {
  test('a host without a pack gets one of its own, which is sound', () => {
    const id = packIdOf(page.url)
    const draft = draftOf(page, aDescription(), id, null)
    const pack = sitePackSchema.parse(draft?.pack)
    expect(problemsOfPack(pack)).toEqual([])
    expect(pack).toMatchObject({ id: 'crm.example.com-8443', hosts: ['https://crm.example.com:8443/*'] })
    expect(draft).toMatchObject({
      revision: 0,
      bindings: { 'save-deal': 'deal-desk' },
      origin: 'https://crm.example.com:8443/deals/42',
    })
  })

  test('a second control goes into the pack that is there, under a name of its own, and the first stays', () => {
    const first = draftOf(page, aDescription(), 'crm', null)
    const pack = first?.pack as SitePack
    const found = { revision: 3, pack, bindings: { 'save-deal': 'deal-desk' } }
    const second = draftOf(page, aDescription({ workflow: 'other' }), 'crm', found)
    expect(second?.revision).toBe(3)
    expect((second!.pack as SitePack).surfaces.map(({ id }) => id)).toEqual(['save-deal', 'save-deal-2'])
    expect(second?.bindings).toEqual({ 'save-deal': 'deal-desk', 'save-deal-2': 'other' })
    expect((second!.pack as SitePack).hosts).toHaveLength(1)
  })

  test('what the request does not carry is not part of the action', () => {
    const use = { learned: aLearned({ missing: ['stage'] }), layer: 'page-world' } as const
    const surface = surfaceOf(aDescription({ use, fields: [aField('amount'), aField('stage')] }), 'save')
    expect(surface.fields.map(({ name }) => name)).toEqual(['amount'])
  })

  test('an approval covers what was changed or the whole record, as the request was seen to carry', () => {
    const covers = (carriesUnchanged: boolean | null, method: 'POST' | 'PATCH' = 'POST') => {
      const { request } = aLearned()
      const learned = aLearned({
        carriesUnchanged,
        request: { ...request, match: { ...request.match, method } },
      })
      return surfaceOf(aDescription({ use: { learned, layer: 'page-world' } }), 'save').onlyChanges
    }
    expect([covers(true), covers(false), covers(null), covers(null, 'PATCH')]).toEqual([
      false,
      true,
      false,
      true,
    ])
  })

  test('without fields a press alone is governed', () => {
    const surface = surfaceOf(aDescription({ fields: [], use: null, triggers: [] }), 'launch')
    expect(surface).toMatchObject({ onlyChanges: false, triggers: [{ on: 'click' }], backstop: 'none' })
  })

  test('the same field twice is said, a like name gets a number', () => {
    const one = withField(aDescription(), aField('amount'))
    expect(one).toBe('ALREADY_READ')
    const other = aField('amount', { from: { scope: 'document', css: '[name="total"]', property: 'value' } })
    const two = withField(aDescription(), other)
    expect(typeof two === 'object' && two.fields.map(({ name }) => name)).toEqual(['amount', 'amount-2'])
  })
})

describe('requests that were seen', () => {
  test('a request that carries only changes is known after several uses', () => {
    const field = (name: string) => ({
      name,
      label: name,
      path: `values.${name}`,
      parse: { as: 'text' as const },
    })
    const use = (name: string, missing: string[], carriesUnchanged: boolean | null) => {
      const { request } = aLearned()
      return {
        ...seen('/api', 5, 'click'),
        learned: aLearned({ request: { ...request, fields: [field(name)] }, missing, carriesUnchanged }),
      }
    }
    const all = addLearned(addLearned([], use('amount', ['date'], null)), use('date', ['amount'], false))
    const learned = chosenUse(all, null)?.learned
    expect(learned?.request.fields.map(({ name }) => name)).toEqual(['amount', 'date'])
    expect([learned?.missing, learned?.carriesUnchanged]).toEqual([[], false])
  })

  const seen = (url: string, score: number, trigger: 'click' | 'Mod+S') => {
    const { request } = aLearned()
    return {
      type: 'use.learned' as const,
      trigger: trigger === 'click' ? ({ on: 'click' } as const) : ({ on: 'keys', keys: trigger } as const),
      learned: aLearned({ score, request: { ...request, match: { ...request.match, url } } }),
      layer: 'page-world' as const,
    }
  }

  test('the one that most speaks for is taken, with every way it was started; another can be chosen', () => {
    let all = addLearned([], seen('/metrics', 2, 'click'))
    all = addLearned(all, seen('/api/deals/{id}', 8, 'click'))
    all = addLearned(all, seen('/api/deals/{id}', 8, 'Mod+S'))
    expect(chosenUse(all, null)?.learned.request.match.url).toBe('/api/deals/{id}')
    expect(triggersOf(all, null)).toEqual([{ on: 'click' }, { on: 'keys', keys: 'Mod+S' }])
    const other = all.find(({ use }) => use.learned.request.match.url === '/metrics')?.key ?? ''
    expect(chosenUse(all, other)?.learned.request.match.url).toBe('/metrics')
  })
})
