import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { checkPacks } from '../sites/registry.ts'
import { buildApp } from './app.ts'
import { openPglite } from './database/open-pglite.ts'
import { openPostgres } from './database/open-postgres.ts'
import { ensureTenant } from './database/ensure-tenant.ts'
import type { Store } from './database/store.ts'
import { environmentSchema, modeOf } from './environment.ts'
import type { Environment, Mode } from './environment.ts'
import { expireRequests } from './features/approvals/expire-requests.ts'
import { receiptSigner } from './features/approvals/sign-receipt.ts'
import { developmentClient, developmentProvider } from './features/identity/development-provider.ts'
import { developmentRoutes } from './features/identity/development-routes.ts'
import { proofBook } from './features/identity/proof-of-possession.ts'
import { relyingParty } from './features/identity/relying-party.ts'
import type { RelyingParty } from './features/identity/relying-party.ts'
import { seedDevelopment } from './features/identity/seed-development.ts'
import { sendDigests } from './features/learning/send-digests.ts'
import { smtpMailer } from './features/mail/mailer.ts'
import { recallKill } from './features/kills/recall-kill.ts'
import { seedPolicy } from './features/policy/seed-policy.ts'
import { keepRollouts, keepRolloutsEveryMs } from './features/rollouts/keep-rollouts.ts'
import { keepTrust, keepTrustEveryMs } from './features/signing/keep-trust.ts'
import { signerProcess } from './features/signing/signer-process.ts'
import { SignerError } from './features/signing/signer.ts'
import { streamHub } from './features/stream/stream-hub.ts'
import type { Parts } from './parts.ts'
import { remember } from './remember.ts'
import { repeat } from './repeat.ts'
import { say } from './words.ts'
import type { Params, WordKey } from './words.ts'

const root = join(import.meta.dirname, '..')
const sweepEveryMs = 1000
const digestEveryMs = 60_000

const read = environmentSchema.safeParse(process.env)
if (!read.success)
  stop('start.environment', { names: read.error.issues.map((issue) => issue.path.join('.')).join(', ') })
const environment = read.data
const mode = modeOf(environment)
if (mode.kind === 'invalid') stop(mode.reason)
mkdirSync(environment.COUNTERSIGN_DATA, { recursive: true, mode: 0o700 })
const store = await openStore(environment)

let url = environment.COUNTERSIGN_PUBLIC_URL ?? ''
const origin = () => url
const remembered = remember()
const hub = streamHub({ recall: recallKill(store), remembered })
const checked = checkPacks()
for (const pack of checked.bad) process.stderr.write(`${say('start.pack-disabled', pack)}\n`)
let party: RelyingParty | null = null
const parts: Parts = {
  store,
  newId: uuidv7,
  origin,
  tenant: environment.COUNTERSIGN_TENANT,
  relyingParty: () => (party ??= relyingParty(identityOf(mode))),
  signReceipt: receiptSigner(
    environment.COUNTERSIGN_RECEIPT_KEY ?? join(environment.COUNTERSIGN_DATA, 'receipt-key.pem'),
  ),
  signer: signerProcess(environment.COUNTERSIGN_KEYS ?? join(environment.COUNTERSIGN_DATA, 'keys')),
  environment:
    environment.COUNTERSIGN_ENVIRONMENT ?? (mode.kind === 'development' ? 'practice' : 'production'),
  hub,
  remembered,
  proofs: proofBook(origin),
  passkeys: environment.COUNTERSIGN_PASSKEYS ?? (mode.kind === 'development' ? 'registered' : 'required'),
  packs: checked.good,
}
let provider: ReturnType<typeof developmentProvider> | null = null
const app = await buildApp(parts, {
  consoleFolder: join(root, '.output/console'),
  extensionFolder: environment.COUNTERSIGN_EXTENSION ?? join(root, '.output/fleet/release'),
  logger: { level: environment.COUNTERSIGN_LOG, stream: process.stderr },
  ...(mode.kind === 'development'
    ? { development: (to) => developmentRoutes(to, () => (provider ??= developmentProvider(origin()))) }
    : {}),
})
await ensureTenant(store, parts.tenant)
await firstTrust()
await store.listen(hub.hear, hub.endAll)
const address = await app.listen({ host: environment.COUNTERSIGN_HOST, port: environment.COUNTERSIGN_PORT })
url = url === '' ? address.replace('[::1]', 'localhost') : url.replace(/\/+$/, '')
if (mode.kind === 'development') await seedDevelopment(parts, environment.COUNTERSIGN_DATA)
const seeded = await seedPolicy(
  parts,
  environment.COUNTERSIGN_TENANT,
  join(root, 'policy/starter/starter-policy.json'),
)
if (!seeded.ok)
  process.stderr.write(
    `${say('start.starter-invalid', { findings: JSON.stringify(seeded.findings.slice(0, 5)) })}\n`,
  )
const sweep = repeat(
  () => expireRequests(parts),
  sweepEveryMs,
  (error) => app.log.error({ name: error.name }, 'expiry'),
)
const signing = repeat(
  () => keepTrust(parts, parts.tenant),
  keepTrustEveryMs,
  (error) =>
    app.log.error({ name: error.name, reason: error instanceof SignerError ? error.reason : '' }, 'signing'),
)
const rollouts = repeat(
  () => keepRollouts(parts, parts.tenant),
  keepRolloutsEveryMs,
  (error) => app.log.error({ name: error.name }, 'rollouts'),
)
const { COUNTERSIGN_SMTP_URL: smtp } = environment
const sender = () => environment.COUNTERSIGN_MAIL_FROM ?? `countersign@${new URL(url).hostname}`
const mailer = smtp === undefined ? null : smtpMailer(smtp, sender)
const digests =
  mailer &&
  repeat(
    () => sendDigests(parts, mailer),
    digestEveryMs,
    (error) => app.log.error({ name: error.name }, 'digest'),
  )
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`)

let isEnding = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end())

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  await sweep.stop()
  await signing.stop()
  await rollouts.stop()
  await digests?.stop()
  mailer?.close()
  hub.close()
  await app.close()
  await store.close()
  await parts.signer.close()
  process.exit(0)
}

async function openStore(from: Environment): Promise<Store> {
  if (from.DATABASE_URL !== undefined) return openPostgres(from.DATABASE_URL)
  const opened = await openPglite(from.COUNTERSIGN_DATA)
  return opened.ok ? opened.store : stop(`start.${opened.reason}`, { folder: from.COUNTERSIGN_DATA })
}

/** A server that cannot sign would let every lease run out unseen: it does not start. */
async function firstTrust(): Promise<void> {
  try {
    await keepTrust(parts, parts.tenant)
  } catch (error) {
    if (!(error instanceof SignerError)) throw error
    stop(`start.signer.${error.reason}`, { path: error.path })
  }
}

function identityOf(how: Mode) {
  const tenant = environment.COUNTERSIGN_TENANT
  if (how.kind === 'oidc') return { ...how, tenant, insecure: false }
  const { id: clientId, secret: clientSecret } = developmentClient
  return { issuer: `${origin()}/oidc`, clientId, clientSecret, tenant, insecure: true }
}

/** A mistake of whoever starts this: one sentence, no stack. */
function stop(key: WordKey, params: Params = {}): never {
  process.stderr.write(`${say(key, params)}\n`)
  process.exit(1)
}
