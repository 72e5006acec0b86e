import { describe, expect, test } from 'vitest'
import { evaluate } from '../../policy/evaluate.ts'
import type { Policy } from '../../policy/bundle.ts'
import { parsePolicy } from '../../policy/parse-bundle.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import starter from '../../policy/starter/starter-policy.json' with { type: 'json' }
import { tiers } from '../../policy/tier.ts'
import { checkPacks } from '../../sites/registry.ts'
import { buildAction, buildBundle, buildFacts, buildWorkflow, noon } from './build.ts'

const bundle = buildBundle(starter as unknown as Policy)
const decide = (site: string, surface: string) =>
  evaluate(prepareBundle(bundle), buildAction({ site, surface }), buildFacts(), noon)

// What the rules do is in test/specification/starter.json; this is what the register says.
describe('the register of the starter policy', () => {
  const named = (id: string) => bundle.workflows.find((workflow) => workflow.id === id)
  const tierOf = (id: string) => named(id)?.tier

  test('S001 each workflow says who owns it and how far it may go, under which rules, with whose approval, and where it is logged', () => {
    for (const { id, tier, owner, approvers, logs } of bundle.workflows) {
      expect(tiers, id).toContain(tier)
      expect(owner, id).not.toBe('')
      expect(logs, id).not.toEqual([])
      if (tier === 3) expect(approvers, id).not.toEqual([])
      const bounds = bundle.rules.filter(
        ({ workflows, mode }) => mode === 'enforce' && workflows.includes(id),
      )
      if (tier === 4) expect(bounds, id).not.toEqual([])
    }
  })

  test('S018 every governed AI action the model names is in the register, with its tier', () => {
    const actions = {
      ...{ 'draft e-mails': 'outbound-email', 'update CRM fields': 'opportunity-update' },
      ...{ 'enrich accounts': 'enrichment-refresh', 'recommend discounts': 'deal-desk-rationale' },
      ...{ 'trigger sequences': 'sequence-launch', 'score leads': 'lead-score-explanations' },
      ...{ route: 'routing-rules', forecast: 'forecasting', renewals: 'renewal-notes' },
      'export data': 'data-export',
    }
    for (const [action, id] of Object.entries(actions)) expect(tierOf(id), action).toBeTypeOf('number')
  })

  test('S019 each workflow has one tier, and each control of a built-in pack belongs to one of them', () => {
    expect(bundle.workflows.filter(({ tier }) => tier === null)).toEqual([])
    for (const { id: site, surfaces } of checkPacks().good)
      for (const { id: surface } of surfaces) {
        const owners = bundle.workflows.filter((one) => one.surfaces.includes(`${site}/${surface}`))
        expect(owners, `${site}/${surface}`).toHaveLength(1)
        expect(tiers, `${site}/${surface}`).toContain(decide(site, surface).tier)
      }
  })

  test('S022 the tier belongs to the workflow: one tool has several, one workflow the same in every tool', () => {
    const at = (site: string, surface: string) => decide(site, surface).tier
    expect([at('tryton', 'email-send'), at('roundcube', 'mail-send'), at('practice', 'email-send')]).toEqual([
      2, 2, 2,
    ])
    expect([at('tryton', 'marketing-send'), at('practice', 'sequence-launch')]).toEqual([3, 3])
  })

  test('S010 S021 four tiers in order: an agent only suggests, only drafts, runs with an approval, runs alone inside limits', () => {
    const at = {
      site: 'tryton',
      surface: 'described',
      actor: 'agent',
      trigger: 'script',
      volume: 20,
    } as const
    const by = (id: string, patch = {}, facts = {}) => {
      const workflows = bundle.workflows.map((one) =>
        one.id === id ? { ...one, surfaces: ['tryton/described'] } : one,
      )
      const action = buildAction({ ...at, ...patch })
      return evaluate(prepareBundle({ ...bundle, workflows }), action, buildFacts(facts), noon).effect
    }
    const ladder = ['forecasting', 'call-summaries', 'cpq-rules', 'deduplication']
    expect(ladder.map(tierOf)).toEqual([...tiers])
    const reserved = { 'deduplication-cap': 20 }
    expect(ladder.map((id) => by(id, {}, { reserved }))).toEqual(['refuse', 'refuse', 'hold', 'allow'])
    expect(by('deduplication', { volume: 501 }, { reserved })).toBe('refuse')
    expect(by('deduplication')).toBe('hold')
    expect(by('deduplication', {}, { reserved, killed: ['agent:*'] })).toBe('refuse')
  })

  test('S204 S205 scoring, enrichment, routing, outreach, forecasting and renewals are listed, each with a tier', () => {
    expect(
      Object.fromEntries(
        ['scoring-model', 'enrichment-refresh', 'routing-rules', 'sequence-launch', 'forecasting'].map(
          (id) => [id, tierOf(id)],
        ),
      ),
    ).toEqual({
      ...{ 'scoring-model': 3, 'enrichment-refresh': 4, 'routing-rules': 3, 'sequence-launch': 3 },
      forecasting: 1,
    })
    expect(tierOf('renewal-notes')).toBe(2)
  })

  test('S206 S207 S208 S209 S210 workflows carry the five tags of data risk, and no other is taken', () => {
    expect(new Set(bundle.workflows.flatMap(({ dataRisk }) => dataRisk))).toEqual(
      new Set(['pii', 'customer-confidential', 'pricing', 'contract-terms', 'credentials']),
    )
    const tagged = { ...starter, workflows: [buildWorkflow({ dataRisk: ['secrets' as never] })] }
    expect(parsePolicy(tagged).ok).toBe(false)
  })

  test('S247 de-duplication, refresh and safe follow-ups run without anybody inside their limits', () => {
    const at = { site: 'tryton', surface: 'described', actor: 'agent', trigger: 'script' } as const
    for (const [id, rule] of [
      ['deduplication', 'deduplication-cap'],
      ['enrichment-refresh', 'enrichment-refresh-cap'],
      ['follow-up-timing', 'follow-up-cap'],
    ] as const) {
      const workflows = bundle.workflows.map((one) =>
        one.id === id ? { ...one, surfaces: ['tryton/described'] } : one,
      )
      const facts = buildFacts({ reserved: { [rule]: 20 } })
      const action = buildAction({ ...at, volume: 20, recipients: ['a@example.test'] })
      expect(evaluate(prepareBundle({ ...bundle, workflows }), action, facts, noon), id).toMatchObject({
        effect: 'allow',
        tier: 4,
      })
    }
  })
})
