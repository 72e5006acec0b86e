import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPack } from '../support/a-pack.ts'
import { aRequest, openHarness } from './harness.ts'
import type { Harness } from './harness.ts'
import { storeKind } from './stores.ts'
import { anEvent } from './events.ts'
import { testPolicy } from './test-policy.ts'

const ownTables = ['kysely_migration', 'kysely_migration_lock']

describe(`row-level security on ${storeKind}`, () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await openHarness()
  })
  afterAll(() => harness.close())

  const tables = async () => {
    const found = await sql<{ name: string; forced: boolean; enabled: boolean; tenant: boolean }>`
      select relname as name, relforcerowsecurity as forced, relrowsecurity as enabled,
        exists (select 1 from pg_attribute where attrelid = pg_class.oid and attname = 'tenant' and attnotnull) as tenant
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`.execute(
      harness.store.kysely,
    )
    return found.rows.filter((row) => !ownTables.includes(row.name))
  }
  async function filledTenant(): Promise<string> {
    const tenant = await harness.tenant()
    const rep = await harness.rep(tenant)
    await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    await rep.ask('POST', '/v1/approval-requests', await aRequest())
    await rep.ask('POST', '/v1/events', { events: [anEvent(rep.device, 1)] })
    await rep.ask('POST', '/v1/reservations', { id: crypto.randomUUID(), rule: 'daily-mail', amount: 1 })
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    await admin.ask('POST', '/v1/kills', { scope: 'agent:*', reason: 'Because.' })
    const at = new Date('2026-03-02T09:00:00Z')
    const own = { tenant, person: admin.id }
    await harness.store.transact({ tenant }, async (tx) => {
      const key = { id: `key-${tenant}`, public_key: Buffer.from('x'), counter: 0, label: 'Laptop' }
      const never = { used_at: null, removed_at: null }
      await tx
        .insertInto('passkeys')
        .values({ ...own, ...key, ...never, created_at: at })
        .execute()
      const asked = { id: crypto.randomUUID(), purpose: 'restart' as const, subject: 'x', challenge: 'x' }
      await tx
        .insertInto('passkey_challenges')
        .values({ ...own, ...asked, expires_at: at, used_at: null })
        .execute()
      const plan = JSON.stringify({ group: null, shares: [5], hours: null })
      await tx
        .insertInto('policy_rollouts')
        .values({
          ...{ tenant, id: crypto.randomUUID(), state: 'done', version: 1, others: 1, plan },
          ...{ ring: 0, share: 5, listed: [], started_by: admin.id, started_at: at, ring_at: at, looks: 0 },
          ...{ halted_at: null, halted_by: null, halt_reason: '', cause: null, accepted: [] },
          ...{ closed_at: at, closed_by: null, closed_version: 1 },
        })
        .execute()
      const used = { id: crypto.randomUUID(), rule: 'why', device: rep.device, at }
      await tx
        .insertInto('override_uses')
        .values({ ...own, ...used })
        .execute()
      const asking = { secret_hash: 'x', public_key: '{}', browser: '', extension_version: '', root: '' }
      await tx
        .insertInto('enrolment_requests')
        .values({
          ...{ tenant, id: crypto.randomUUID(), state: 'asked', device: crypto.randomUUID(), ...asking },
          ...{ commitment: '', nonce: null, asked_at: at, expires_at: at, person: null, decided_at: null },
          code_hash: null,
        })
        .execute()
      const claimed = { id: crypto.randomUUID(), claimed_until: at, sent_at: null }
      await tx
        .insertInto('digest_mails')
        .values({ ...own, ...claimed, week: at })
        .execute()
    })
    const loose = { ...testPolicy, rules: [] }
    const proposed = await admin.ask('POST', '/v1/policy/proposals', { basedOn: 1, note: '', policy: loose })
    await admin.ask('POST', `/v1/policy/proposals/${proposed.body.id}/comments`, { text: 'Why?' })
    await admin.ask('POST', '/v1/policy/draft', { revision: 0, basedOn: 1, text: '{}', note: '' })
    await admin.ask('POST', '/v1/kills/restarts', { scope: 'agent:*', reason: 'Because.' })
    await rep.ask('POST', '/v1/devices/status', {
      ...{
        bundleVersion: 1,
        bundleDigest: null,
        extensionVersion: '1',
        unsent: 0,
        rejected: 0,
        problem: null,
      },
      killEpoch: 1,
    })
    const fleet = { label: 'Berlin', group: null, domain: null, uses: 1, days: 1 }
    await admin.ask('POST', '/v1/fleet-tokens', fleet)
    const drafted = { pack: aPack(), bindings: {}, note: '' }
    await admin.ask('PUT', '/v1/packs/acme/draft', { revision: 0, ...drafted })
    await admin.ask('POST', '/v1/packs/acme/publication', {
      source: { from: 'draft', revision: 1 },
      note: '',
    })
    const service = await harness.service(tenant)
    const explanation = {
      ...{
        id: 'one',
        site: 'practice',
        account: 'crm',
        record: { type: 'opportunity', id: '7' },
        operation: 'opportunity.save',
      },
      ...{
        model: 'm',
        suggested: [],
        drivers: [],
        dataAsOf: null,
        confidence: null,
        sources: [],
        at: '2026-03-02T09:00:00Z',
      },
    }
    await service('POST', '/v1/explanations', explanation)
    return tenant
  }

  test('every table has a tenant and forces its policy', async () => {
    const found = await tables()
    expect(found.length).toBeGreaterThanOrEqual(10)
    expect(found.filter((table) => !(table.forced && table.enabled && table.tenant))).toEqual([])
  })

  test('a transaction of one tenant sees no row of another, in any table', async () => {
    const [one, two] = [await filledTenant(), await filledTenant()]
    for (const { name } of await tables()) {
      const seen = await harness.store.transact({ tenant: one }, async (tx) => {
        const rows = await sql<{ tenant: string }>`select tenant from ${sql.table(name)}`.execute(tx)
        return new Set(rows.rows.map((row) => row.tenant))
      })
      expect([...seen], name).toEqual([one])
    }
    const nobody = await harness.store.transact({}, (tx) => sql`select 1 from persons`.execute(tx))
    expect(nobody.rows).toEqual([])
    expect(two).not.toBe(one)
  })

  test('a transaction of one tenant cannot write a row of another', async () => {
    const [one, two] = [await harness.tenant(), await harness.tenant()]
    const write = harness.store.transact({ tenant: one }, (tx) =>
      tx
        .insertInto('counters')
        .values({ tenant: two, rule: 'x', window_start: new Date(0), used: 0 })
        .execute(),
    )
    await expect(write).rejects.toMatchObject({ code: '42501' })
  })

  test('S013 the audit log takes new rows and no changes', async () => {
    const tenant = await filledTenant()
    for (const statement of [
      'update audit_events set type = type',
      'delete from audit_events',
      'truncate audit_events',
    ]) {
      const changed = harness.store.transact({ tenant }, (tx) => sql.raw(statement).execute(tx))
      await expect(changed, statement).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('a presented secret opens its own row and nothing beside it', async () => {
    const tenant = await filledTenant()
    const hash = await harness.store.transact({ tenant }, (tx) =>
      tx.selectFrom('credentials').select('hash').executeTakeFirst(),
    )
    const rows = await harness.store.transact({ credential: hash?.hash ?? '' }, (tx) =>
      tx.selectFrom('credentials').selectAll().execute(),
    )
    expect(rows.map((row) => row.hash)).toEqual([hash?.hash])
  })

  test('ids of one tenant are unknown at every address of another', async () => {
    const [mine, other] = [await harness.tenant(), await harness.tenant()]
    const rep = await harness.rep(mine)
    const avery = await harness.atConsole(mine, 'avery', ['approver', 'admin'], ['deal-desk'])
    const request = await aRequest()
    await rep.ask('POST', '/v1/approval-requests', request)
    const stranger = await harness.atConsole(other, 'avery', ['approver', 'admin'], ['deal-desk'])
    const path = `/v1/approval-requests/${request.id}`
    const answers = [
      await stranger.ask('GET', path),
      await stranger.ask('POST', `${path}/decision`, {
        decision: 'approve',
        digest: request.digest,
        note: '',
      }),
      await stranger.ask('POST', `${path}/withdraw`, {}),
      await stranger.ask('POST', `/v1/devices/${rep.device}/revocation`, {}),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404])
    expect((await stranger.ask('GET', '/v1/approval-requests?scope=all')).body.items).toEqual([])
    expect((await stranger.ask('GET', '/v1/devices')).body.items).toEqual([])
    expect((await avery.ask('GET', path)).body.state).toBe('pending')
  })
})
