import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { Action } from '../../policy/action.ts'
import type { Policy } from '../../policy/bundle.ts'
import { digest } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import type { ApprovalRequest, ApprovalView } from '../../protocol/http/approvals.ts'
import type { RecordedEvent } from '../../protocol/http/audit.ts'
import type { Role } from '../../protocol/http/session.ts'
import { buildApp } from '../../server/app.ts'
import { ensureTenant } from '../../server/database/ensure-tenant.ts'
import { receiptSigner } from '../../server/features/approvals/sign-receipt.ts'
import { addCredential, newSecret } from '../../server/features/identity/credential-store.ts'
import { savePerson } from '../../server/features/identity/person-store.ts'
import { proofBook } from '../../server/features/identity/proof-of-possession.ts'
import { relyingParty } from '../../server/features/identity/relying-party.ts'
import { issueKill } from '../../server/features/kills/issue-kill.ts'
import { recallKill } from '../../server/features/kills/recall-kill.ts'
import { currentVersion } from '../../server/features/policy/bundle-store.ts'
import { publish } from '../../server/features/policy/publish.ts'
import { keepTrust } from '../../server/features/signing/keep-trust.ts'
import { signerProcess } from '../../server/features/signing/signer-process.ts'
import { streamHub } from '../../server/features/stream/stream-hub.ts'
import type { Parts } from '../../server/parts.ts'
import { remember } from '../../server/remember.ts'
import { proofHeader } from '../../protocol/http/proof.ts'
import { checkPacks } from '../../sites/registry.ts'
import { createDeviceKey } from '../support/device-key.ts'
import type { TestDeviceKey } from '../support/device-key.ts'
import { sharedStore } from './stores.ts'
import { testPolicy } from './test-policy.ts'

export const origin = 'http://console.test'

export interface Answer<Body = any> {
  readonly status: number
  readonly body: Body
  readonly headers: Readonly<Record<string, unknown>>
}
export type Ask = <Body = any>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<Body>>

export interface Someone {
  readonly id: string
  readonly email: string
  readonly ask: Ask
}
export interface Rep extends Someone {
  readonly device: string
  readonly token: string
  readonly key: TestDeviceKey
}
export type Harness = Awaited<ReturnType<typeof openHarness>>

/** The whole server on the store of this suite, asked as a client would ask it. Tests keep apart by using tenants of their own. */
export async function openHarness(
  clock: (() => Date) | null = null,
  differing: Partial<Parts> = {},
  streams: { readonly most?: number } = {},
) {
  const opened = await sharedStore()
  opened.setClock(clock)
  const remembered = remember()
  const hub = streamHub({ recall: recallKill(opened.store), remembered, ...streams })
  const parts: Parts = {
    store: opened.store,
    newId: uuidv7,
    origin: () => origin,
    tenant: 'practice',
    relyingParty: () =>
      relyingParty({
        issuer: 'http://127.0.0.1:1/',
        clientId: 'x',
        clientSecret: 'x',
        insecure: true,
        tenant: 'practice',
      }),
    signReceipt: receiptSigner(join(opened.folder, 'receipt-key.pem')),
    signer: signerProcess(join(opened.folder, 'keys')),
    environment: 'test',
    hub,
    remembered,
    proofs: proofBook(() => origin),
    passkeys: 'registered',
    packs: checkPacks().good,
    ...differing,
  }
  const app = await buildApp(parts, { consoleFolder: join(opened.folder, 'console'), logger: false })
  await opened.store.listen(hub.hear, hub.endAll)
  await app.ready()

  const keys = new Map<string, TestDeviceKey>()
  /** Adds the proof that a device of this harness would, unless a test brings another. */
  async function proven(method: string, path: string, headers: Readonly<Record<string, string>>) {
    const token = headers['authorization']?.slice('Bearer '.length) ?? ''
    const key = keys.get(token)
    if (key === undefined || headers[proofHeader] !== undefined) return headers
    const about = { method, url: origin + (path.split('?')[0] ?? ''), token, nonce: parts.proofs.nonce() }
    return { ...headers, [proofHeader]: await key.prove(about) }
  }
  const asker =
    (identity: Record<string, string>): Ask =>
    async (method, path, body, headers = {}) => {
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const response = await app.inject({
        method,
        url: path,
        ...payload,
        headers: await proven(method, path, { ...type, ...identity, ...headers }),
      })
      const isJson = String(response.headers['content-type']).includes('json')
      return {
        status: response.statusCode,
        headers: response.headers,
        body: (isJson && response.body !== '' ? response.json() : response.body) as any,
      }
    }

  async function person(tenant: string, name: string, roles: Role[], groups: string[] = []) {
    const email = `${name}@example.test`
    const row = await opened.store.transact({ tenant }, (tx) =>
      savePerson(tx, tenant, { email, name, roles, groups }, uuidv7()),
    )
    return { id: row.id, email }
  }

  return {
    app,
    parts,
    store: opened.store,
    folder: opened.folder,
    anonymous: asker({}),
    proven,
    keep: (token: string, key: TestDeviceKey): void => void keys.set(token, key),

    /** A new tenant with the test policy as its first version. */
    async tenant(policy: Policy | null = testPolicy, tenant = aTenant()): Promise<string> {
      await ensureTenant(opened.store, tenant)
      await keepTrust(parts, tenant)
      if (policy !== null) await this.publish(tenant, policy)
      return tenant
    },
    async publish(tenant: string, policy: Policy): Promise<void> {
      const done = await opened.store.transact({ tenant }, async (tx, now) =>
        publish(tx, parts, now, {
          tenant,
          by: null,
          basedOn: await currentVersion(tx, tenant),
          note: '',
          policy,
        }),
      )
      if (!done.ok) throw new Error(done.reason)
    },
    /** What is stopped from now on, as a whole. */
    async kill(tenant: string, scopes: readonly string[]): Promise<void> {
      const who = await person(tenant, 'stopper', ['admin'])
      await opened.store.transact({ tenant }, async (tx, now) => {
        await tx
          .updateTable('kill_orders')
          .set({ restarted_by: who.id, restarted_at: now })
          .where('tenant', '=', tenant)
          .execute()
        for (const scope of scopes)
          await tx
            .insertInto('kill_orders')
            .values({
              ...{ tenant, id: uuidv7(), scope, reason: 'Test.', stopped_by: who.id, stopped_at: now },
              ...{ epoch: 0, restarted_by: null, restarted_at: null },
            })
            .execute()
        await issueKill({ tx, now, newId: uuidv7 }, parts, { tenant, stops: false })
      })
    },
    async atConsole(tenant: string, name: string, roles: Role[], groups: string[] = []): Promise<Someone> {
      const who = await person(tenant, name, roles, groups)
      return { ...who, ask: asker(await this.cookie(tenant, name, roles, groups)) }
    },
    /** The headers of a signed-in person. */
    async cookie(
      tenant: string,
      name: string,
      roles: Role[],
      groups: string[] = [],
    ): Promise<Record<string, string>> {
      const who = await person(tenant, name, roles, groups)
      const secret = newSecret()
      await opened.store.transact({ tenant }, (tx, now) =>
        addCredential(tx, secret, {
          ...{ tenant, kind: 'session', label: 'test', person: who.id, created_at: now },
          expires_at: new Date(now.getTime() + 12 * 3_600_000),
        }),
      )
      return { cookie: `countersign_session=${secret}`, origin }
    },
    async rep(tenant: string, name = 'riley', groups: string[] = []): Promise<Rep> {
      const who = await person(tenant, name, ['rep'], groups)
      const code = newSecret().toUpperCase().replace(/[-_]/g, '')
      await opened.store.transact({ tenant }, (tx, now) =>
        addCredential(tx, code, {
          tenant,
          kind: 'enrolment',
          label: 'test',
          person: who.id,
          created_at: now,
        }),
      )
      const device = randomUUID()
      const key = await createDeviceKey()
      const enrolment = {
        code,
        device,
        publicKey: key.publicKey,
        browser: 'Chromium',
        extensionVersion: '0.1.0',
      }
      const enrolled = await asker({})<{ token: string }>('POST', '/v1/enrolments', enrolment)
      const { token } = enrolled.body
      keys.set(token, key)
      return { ...who, device, token, key, ask: asker({ authorization: `Bearer ${token}` }) }
    },
    async service(tenant: string): Promise<Ask> {
      return asker(await this.key(tenant))
    },
    /** The headers of an AI vendor. */
    async key(tenant: string): Promise<Record<string, string>> {
      const key = newSecret('sk_')
      await opened.store.transact({ tenant }, (tx, now) =>
        addCredential(tx, key, { tenant, kind: 'service', label: 'vendor', created_at: now }),
      )
      return { authorization: `Bearer ${key}` }
    },
    async events(someone: Someone, query = ''): Promise<readonly RecordedEvent[]> {
      return (await someone.ask<{ items: RecordedEvent[] }>('GET', `/v1/audit?limit=200${query}`)).body.items
    },
    async close(): Promise<void> {
      hub.close()
      await app.close()
      await parts.signer.close()
      opened.setClock(null)
    },
  }
}

export function aTenant(): string {
  return `tenant-${randomUUID().slice(0, 8)}`
}

export function anAction(change: Partial<Action> = {}): Action {
  return {
    ...{ site: 'practice', account: 'crm', surface: 'opportunity-save', operation: 'opportunity.save' },
    ...{ trigger: 'click', actor: 'person', record: { type: 'opportunity', ids: ['7'] } },
    fields: [{ name: 'amount', label: 'Amount', before: 1000, after: 90_000, beforeKnown: true }],
    ...{ recipients: [], content: [], volume: null, unreadable: [], ...change },
  }
}

export async function aRequest(change: Partial<ApprovalRequest> = {}): Promise<ApprovalRequest> {
  const action = change.action ?? anAction()
  return {
    ...{ id: randomUUID(), hold: randomUUID(), action, digest: await digest(effectOf(action)) },
    ...{ rationale: 'The customer signed for more seats.', rollbackPlan: 'Set the amount back.' },
    ...{ decideWithinMinutes: 60, ticket: '', supersedes: null, ...change },
  }
}

export type ViewAnswer = Answer<ApprovalView & { code?: string; reasons?: string[] }>

/** Of a race: who came first does not matter, how many won does. */
export function sortedStatuses(answers: readonly Answer[]): readonly number[] {
  return answers.map((answer) => answer.status).toSorted((left, right) => left - right)
}
