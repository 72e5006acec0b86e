import { describe, expect, test } from 'vitest'
import { fleetHosts } from '../../scripts/build/fleet-hosts.ts'

describe('fleetHosts', () => {
  test('takes bare hosts and match patterns, each once', () => {
    expect(fleetHosts('crm.example.com, https://*.example.org/*,crm.example.com')).toEqual({
      ok: true,
      hosts: ['https://crm.example.com/*', 'https://*.example.org/*'],
    })
    expect(fleetHosts('')).toEqual({ ok: true, hosts: [] })
  })

  test.for(['<all_urls>', 'https://*/*', '*.com', 'crm example com'])('refuses %s', (given) => {
    expect(fleetHosts(given).ok).toBe(false)
  })
})
