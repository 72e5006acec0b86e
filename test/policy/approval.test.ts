import { describe, expect, test } from 'vitest'
import { approvalEdges, approvalEvents, approvalStates, approvalTransition } from '../../policy/approval.ts'
import type { ApprovalState } from '../../policy/approval.ts'
import { approvalStates as storedStates } from '../../protocol/http/approvals.ts'

const decideBy = 1_000
const useBy = 2_000
const at = (state: ApprovalState, now: number, event: (typeof approvalEvents)[number]) =>
  approvalTransition({ state, decideBy, useBy: state === 'approved' ? useBy : null }, event, now)
const final: ApprovalState[] = [
  'denied',
  'expired',
  'withdrawn',
  'superseded',
  'consumed',
  'lapsed',
  'revoked',
]

describe('approvalTransition', () => {
  test('knows every state that is stored, and draft', () => {
    expect([...approvalStates].sort()).toEqual(['draft', ...storedStates].sort())
  })

  test.each(final)('%s is final: no event leaves it at any time', (state) => {
    for (const event of approvalEvents)
      for (const now of [0, 1_500, 9_000])
        expect(at(state, now, event)).toEqual({ ok: false, reason: 'final' })
  })

  test('has exactly these edges', () => {
    const edges = Object.entries(approvalEdges).flatMap(([from, to]) =>
      Object.entries(to).map(([event, state]) => `${from} ${event} ${state}`),
    )
    expect(edges).toEqual([
      'draft submit pending',
      'pending sign pending',
      'pending approve approved',
      'pending deny denied',
      'pending expire expired',
      'pending withdraw withdrawn',
      'pending supersede superseded',
      'approved consume consumed',
      'approved lapse lapsed',
      'approved revoke revoked',
    ])
  })

  test('an event that has no edge from a state is not possible', () => {
    expect(at('draft', 0, 'approve')).toEqual({ ok: false, reason: 'not-possible' })
    expect(at('pending', 0, 'consume')).toEqual({ ok: false, reason: 'not-possible' })
    expect(at('approved', 0, 'approve')).toEqual({ ok: false, reason: 'not-possible' })
    expect(at('approved', 0, 'withdraw')).toEqual({ ok: false, reason: 'not-possible' })
  })

  test.each(['sign', 'approve', 'deny'] as const)(
    'F34 %s is possible until just before the time to decide ends',
    (event) => {
      expect(at('pending', decideBy - 1, event).ok).toBe(true)
      expect(at('pending', decideBy, event)).toEqual({ ok: false, reason: 'too-late' })
      expect(at('pending', decideBy + 1, event)).toEqual({ ok: false, reason: 'too-late' })
    },
  )

  test('F34 a request expires from the moment the time to decide ends, not before', () => {
    expect(at('pending', decideBy - 1, 'expire')).toEqual({ ok: false, reason: 'too-early' })
    expect(at('pending', decideBy, 'expire')).toEqual({ ok: true, state: 'expired' })
  })

  test('F34 an approval is used before its time ends and lapses from then on', () => {
    expect(at('approved', useBy - 1, 'consume')).toEqual({ ok: true, state: 'consumed' })
    expect(at('approved', useBy, 'consume')).toEqual({ ok: false, reason: 'too-late' })
    expect(at('approved', useBy - 1, 'lapse')).toEqual({ ok: false, reason: 'too-early' })
    expect(at('approved', useBy, 'lapse')).toEqual({ ok: true, state: 'lapsed' })
  })

  test('an approval without a time to use it cannot be used', () => {
    const request = { state: 'approved', decideBy, useBy: null } as const
    expect(approvalTransition(request, 'consume', 0)).toEqual({ ok: false, reason: 'too-late' })
    expect(approvalTransition(request, 'lapse', 0)).toEqual({ ok: true, state: 'lapsed' })
  })

  test('F41 withdrawing and superseding have no clock', () => {
    expect(at('pending', decideBy + 5, 'withdraw')).toEqual({ ok: true, state: 'withdrawn' })
    expect(at('pending', decideBy + 5, 'supersede')).toEqual({ ok: true, state: 'superseded' })
    expect(at('approved', useBy + 5, 'revoke')).toEqual({ ok: true, state: 'revoked' })
    expect(at('draft', decideBy + 5, 'submit')).toEqual({ ok: true, state: 'pending' })
  })
})
