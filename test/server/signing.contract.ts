import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseBundle } from '../../policy/parse-bundle.ts'
import { killSchema, timestampSchema } from '../../policy/trust/documents.ts'
import type { Root, SigningRole } from '../../policy/trust/documents.ts'
import type { DocumentKind, Envelope } from '../../policy/trust/envelope.ts'
import { verifiedChain } from '../../policy/trust/root-chain.ts'
import { envelopeProblem, signersOf } from '../../policy/trust/verify-envelope.ts'
import { trustSchema } from '../../protocol/http/trust.ts'
import { keepTrust } from '../../server/features/signing/keep-trust.ts'
import { readBundle } from '../../server/features/policy/bundle-store.ts'
import { createKeys } from '../../signer/create-keys.ts'
import { rotateKeys } from '../../signer/rotate-keys.ts'
import { openHarness } from './harness.ts'
import type { Harness, Rep } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

describe(`signed documents on ${storeKind}`, () => {
  let harness: Harness
  let now = new Date('2026-03-02T09:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => now)
  })
  afterAll(() => harness.close())

  async function scene() {
    const tenant = await harness.tenant()
    return { tenant, rep: await harness.rep(tenant) }
  }
  async function trustOf(rep: Rep, query = '') {
    const { status, body } = await rep.ask('GET', `/v1/trust${query}`)
    expect(status).toBe(200)
    const trust = trustSchema.parse(body)
    const chain = await verifiedChain((await rep.ask('GET', '/v1/trust')).body.roots)
    const root = chain?.at(-1)?.root as Root
    return {
      ...{ trust, root },
      timestamp: timestampSchema.parse(JSON.parse(trust.timestamp.payload)),
      kill: killSchema.parse(JSON.parse(trust.kill.payload)),
    }
  }
  const problemOf = (envelope: Envelope, kind: DocumentKind, root: Root, role: SigningRole) =>
    envelopeProblem(envelope, kind, signersOf(root, role))

  test('F76 root, timestamp, kill document and bundle are signed by the keys the root names, and by no other', async () => {
    const { tenant, rep } = await scene()
    const { trust, root, timestamp } = await trustOf(rep)
    const bundle: Envelope = (await rep.ask('GET', '/v1/bundle')).body
    expect(await problemOf(trust.timestamp, 'timestamp', root, 'timestamp')).toBeNull()
    expect(await problemOf(trust.kill, 'kill', root, 'stop')).toBeNull()
    expect(await problemOf(bundle, 'bundle', root, 'bundle')).toBeNull()
    expect(await problemOf(bundle, 'bundle', root, 'timestamp')).toBe('BELOW_THRESHOLD')
    expect(root).toMatchObject({ tenant, environment: 'test', roles: { restart: { threshold: 2 } } })
    expect(parseBundle(JSON.parse(bundle.payload))).toMatchObject({
      ok: true,
      bundle: { tenant, environment: 'test', version: timestamp.bundle.version, killEpoch: 0 },
    })
  })

  test('each publication and each stop comes with a timestamp that names it', async () => {
    const { tenant, rep } = await scene()
    const first = (await trustOf(rep)).timestamp
    await harness.publish(tenant, { ...testPolicy, freshnessLimitHours: 7 })
    const second = (await trustOf(rep)).timestamp
    expect(second).toMatchObject({ version: first.version + 1, bundle: { version: 2 } })
    await harness.kill(tenant, ['tenant'])
    const third = await trustOf(rep)
    expect(third.timestamp).toMatchObject({ version: first.version + 2, kill: { epoch: 1 } })
    expect(third.kill.killed).toMatchObject([{ scope: 'tenant' }])
  })

  test('a timestamp is valid for ten minutes and signed anew at every turn; with a nonce it is signed for the asking', async () => {
    const { tenant, rep } = await scene()
    const { timestamp } = await trustOf(rep)
    expect(Date.parse(timestamp.notAfter) - Date.parse(timestamp.issuedAt)).toBe(600_000)
    now = new Date(now.getTime() + 60_000)
    const nonce = crypto.randomUUID()
    const answer = await trustOf(rep, `?root=1&nonce=${nonce}`)
    expect(answer.timestamp).toMatchObject({ nonce, version: timestamp.version, issuedAt: now.toISOString() })
    expect(answer.trust.roots).toEqual([])
    expect(await problemOf(answer.trust.timestamp, 'timestamp', answer.root, 'timestamp')).toBeNull()
    await keepTrust(harness.parts, tenant)
    expect((await trustOf(rep)).timestamp).toMatchObject({
      version: timestamp.version + 1,
      issuedAt: now.toISOString(),
    })
  })

  test('a lease never ends under a living server: the same policy is issued again, and an edit of it still fits', async () => {
    const { tenant, rep } = await scene()
    now = new Date(now.getTime() + 4 * 86_400_000)
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    await keepTrust(harness.parts, tenant)
    const renewed = await harness.store.transact({ tenant }, (tx) => readBundle(tx, tenant, 'current'))
    expect(renewed).toMatchObject({ version: 2, renews: 1, issued_at: now })
    expect((await trustOf(rep)).timestamp.bundle).toEqual({ version: 2, digest: renewed?.digest })
    expect((await admin.ask('GET', '/v1/policy')).body.policy).toEqual(testPolicy)
    const edit = { basedOn: 1, note: '', policy: { ...testPolicy, freshnessLimitHours: 3 } }
    expect(await admin.ask('POST', '/v1/policy/versions', edit)).toMatchObject({
      status: 201,
      body: { version: 3 },
    })
    expect((await admin.ask('POST', '/v1/policy/versions', edit)).status).toBe(409)
  })

  test('what was published before there were signatures is issued again, signed, as it was', async () => {
    const { tenant, rep } = await scene()
    await harness.store.kysely.deleteFrom('trust_roots').where('tenant', '=', tenant).execute()
    await harness.store.kysely.deleteFrom('kill_documents').where('tenant', '=', tenant).execute()
    await harness.store.kysely
      .updateTable('bundles')
      .set({ signatures: '[]' })
      .where('tenant', '=', tenant)
      .execute()
    await keepTrust(harness.parts, tenant)
    const { kill, root } = await trustOf(rep)
    expect(kill).toMatchObject({ epoch: 0, killed: [] })
    const bundle: Envelope = (await rep.ask('GET', '/v1/bundle')).body
    expect(await problemOf(bundle, 'bundle', root, 'bundle')).toBeNull()
    expect(JSON.parse(bundle.payload)).toMatchObject({ version: 2, rules: testPolicy.rules })
  })

  test('a rotation is taken from the key folder: everything is signed anew, and nothing stopped is forgotten', async () => {
    const { tenant, rep } = await scene()
    await harness.kill(tenant, ['agent:*'])
    await rotateKeys(join(harness.folder, 'keys', tenant), ['root', 'timestamp', 'bundle', 'stop'], now)
    // Before the server has taken the new root, the old keys go on signing.
    await harness.publish(tenant, testPolicy)
    const before = await trustOf(rep)
    expect(before.timestamp).toMatchObject({ root: 1, bundle: { version: 2 } })
    expect(await problemOf(before.trust.timestamp, 'timestamp', before.root, 'timestamp')).toBeNull()
    await keepTrust(harness.parts, tenant)
    const { trust, root, timestamp, kill } = await trustOf(rep)
    expect(root.version).toBe(2)
    expect(timestamp).toMatchObject({ root: 2, bundle: { version: 3 }, kill: { epoch: 2 } })
    expect(kill.killed).toMatchObject([{ scope: 'agent:*' }])
    expect(await problemOf(trust.timestamp, 'timestamp', root, 'timestamp')).toBeNull()
    expect(await problemOf(trust.kill, 'kill', root, 'restart')).toBeNull()
    const bundle: Envelope = (await rep.ask('GET', '/v1/bundle')).body
    expect(await problemOf(bundle, 'bundle', root, 'bundle')).toBeNull()
  })

  test('keys of another server are not taken, or every browser would be locked out', async () => {
    const { tenant } = await scene()
    const folder = join(harness.folder, 'keys', tenant)
    rmSync(folder, { recursive: true })
    await expect(keepTrust(harness.parts, tenant)).rejects.toMatchObject({ reason: 'KEYS_MISSING' })
    await createKeys(folder, { tenant, environment: 'test', rootKeys: 1, rootThreshold: 1 }, now)
    await expect(keepTrust(harness.parts, tenant)).rejects.toMatchObject({ reason: 'KEYS_DIFFER' })
  })

  test('whoever missed a restart is given the document that both roles signed', async () => {
    const { tenant, rep } = await scene()
    await harness.kill(tenant, ['tenant'])
    await harness.kill(tenant, [])
    expect((await trustOf(rep)).trust.restart).toBeNull()
    const alex = await harness.atConsole(tenant, 'alex', ['admin'])
    await alex.ask('POST', '/v1/kills', { scope: 'integration:practice', reason: 'Test.' })
    const { trust, root, kill } = await trustOf(rep)
    expect(kill.epoch).toBe(3)
    expect(await problemOf(trust.restart as Envelope, 'kill', root, 'restart')).toBeNull()
    expect(await problemOf(trust.kill, 'kill', root, 'restart')).toBe('BELOW_THRESHOLD')
  })
})
