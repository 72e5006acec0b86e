import { describe, expect, test } from 'vitest'
import { grantRefusal, receiptDigest, receiptText } from '../../policy/grant.ts'
import type { Receipt } from '../../policy/grant.ts'

const receipt: Receipt = {
  grant: 'g',
  request: 'r',
  tenant: 't',
  operation: 'opportunity.save',
  record: { type: 'sale.opportunity', ids: ['1', '2'] },
  digest: 'd',
  requester: 'rep',
  approvers: ['a', 'b'],
  bundleVersion: 3,
  bundleDigest: 'bd',
  tier: 3,
  issuedAt: '2026-06-10T10:00:00Z',
  expiresAt: '2026-06-10T11:00:00Z',
  nonce: 'n',
}

describe('receiptText', () => {
  test('F33 every part of a receipt changes what is signed', () => {
    const texts = Object.keys(receipt).map((key) =>
      receiptText({ ...receipt, [key]: key === 'record' ? null : key === 'approvers' ? ['c'] : 'other' }),
    )
    expect(new Set([receiptText(receipt), ...texts]).size).toBe(Object.keys(receipt).length + 1)
  })

  test('the order of approvers and of record ids does not matter', () => {
    const turned = {
      ...receipt,
      approvers: ['b', 'a'],
      record: { type: 'sale.opportunity', ids: ['2', '1'] },
    }
    expect(receiptText(turned)).toBe(receiptText(receipt))
  })

  test('names its own type, so that it is never taken for another signed text', () => {
    expect(receiptText(receipt)).toContain('"type":"countersign.receipt.v1"')
  })

  test('has a SHA-256 digest', async () => {
    expect(await receiptDigest(receipt)).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('grantRefusal', () => {
  const grant = { digest: 'd', expiresAt: receipt.expiresAt, consumedAt: null }
  const end = Date.parse(receipt.expiresAt)

  test('a fresh grant for this very action may be used until just before it ends', () => {
    expect(grantRefusal(grant, { digest: 'd', now: end - 1 })).toBeNull()
    expect(grantRefusal(grant, { digest: 'd', now: end })).toBe('GRANT_LAPSED')
  })

  test('F33 another action is refused', () => {
    expect(grantRefusal(grant, { digest: 'e', now: 0 })).toBe('PAYLOAD_CHANGED')
  })

  test('F35 a used grant is refused, whatever else holds', () => {
    expect(grantRefusal({ ...grant, consumedAt: '2026-06-10T10:30:00Z' }, { digest: 'e', now: end })).toBe(
      'GRANT_CONSUMED',
    )
  })

  test('an end that cannot be read counts as over', () => {
    expect(grantRefusal({ ...grant, expiresAt: 'soon' }, { digest: 'd', now: 0 })).toBe('GRANT_LAPSED')
  })
})
