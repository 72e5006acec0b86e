import { policySchema } from '../../policy/bundle.ts'
import type { Policy } from '../../policy/bundle.ts'

const workflow = (
  id: string,
  tier: 1 | 2 | 3 | 4 | null,
  surfaces: string[],
  approvers: string[] = ['deal-desk'],
) => ({
  ...{ id, name: `Workflow ${id}`, category: 'routine', tier, dataRisk: [], owner: 'RevOps', approvers },
  ...{ logs: [], kpis: [], surfaces },
})
const rule = (id: string, workflows: string[], kind: string, settings: Record<string, unknown>) => ({
  ...{
    id,
    name: `Rule ${id}`,
    message: '',
    owner: 'RevOps',
    mode: 'enforce',
    workflows,
    surfaces: [],
    when: null,
  },
  guardrail: { kind, settings },
})

/** Small and complete: an amount threshold, a launch that two groups sign, a shared cap, an untiered and an unbound workflow. */
export const testPolicy: Policy = policySchema.parse({
  format: 1,
  workflows: [
    workflow('opportunity-update', 2, ['practice/opportunity-save']),
    workflow('launch', 3, ['practice/sequence-launch'], ['security']),
    workflow('mail', 2, ['practice/email-send']),
    workflow('untiered', null, ['practice/export-run']),
    workflow('unbound', 2, ['elsewhere/nothing']),
  ],
  rules: [
    rule('amount', ['opportunity-update'], 'amount-threshold', {
      ...{
        field: 'amount',
        limit: 50_000,
        approvers: ['deal-desk'],
        decideWithinMinutes: 120,
        useWithinMinutes: 30,
      },
    }),
    rule('legal', ['launch'], 'approval', { approvers: ['legal'] }),
    rule('daily-mail', ['mail'], 'volume-cap', {
      unit: 'recipients',
      perPeriod: 100,
      period: 'day',
      beyond: 'refuse',
    }),
  ],
  lists: [],
  overrideReasons: [],
  freshnessLimitHours: 24,
  whenUnavailable: 'hold',
  packs: [],
})
