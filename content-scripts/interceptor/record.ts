import type { Reason } from '../../policy/decision.ts'
import { factsOf } from '../../policy/facts.ts'
import type { AuditFact } from '../../protocol/audit/event.ts'
import { site as sitePage } from '../page.ts'
import { resident } from '../resident.ts'
import type { Verdict } from './judge.ts'
import { newId } from './new-id.ts'

/**
 * Records an action that goes on untouched: one storage write in the same task, because a message alone is lost when
 * the page navigates. The message tells the worker who sent the row.
 */
export function recordAllowed({ now, action, decision }: Verdict): void {
  const { site, account, surface, operation, record, content, ...rest } = action
  const { effect, tips, observed, tier, workflow, words, bundleVersion } = decision
  const facts = factsOf(sitePage().slice, action)
  const stated = (list: readonly Reason[]) => list.map(({ matches: _matches, ...said }) => said)
  const fact: AuditFact = {
    id: newId(),
    type: 'action.allowed',
    at: new Date(now).toISOString(),
    bundleVersion,
    subject: { site, account, surface, operation, workflow, tier, record, digest: null, hold: null },
    detail: {
      action: { ...rest, content: content.map(({ name, text }) => ({ name, length: text.length })) },
      decision: {
        effect,
        obligations: [],
        reasons: [],
        tips: stated(tips),
        observed: stated(observed),
      },
      explanation: facts.suggestion?.id ?? null,
      // No stop reached it.
      inputs: { ...facts, killed: [], words },
    },
  }
  try {
    void chrome.storage.local
      .set({ [`inbox.${fact.id}`]: fact })
      .catch(() => resident().tell({ type: 'surface.degraded', surface: 'inbox', missing: ['storage'] }))
  } catch {
    // The extension was reloaded under this page; what needs nobody goes on (house, where a decision is made, 5).
    resident().standing = 'lost'
  }
  resident().tell({ type: 'action.reported', fact })
}
