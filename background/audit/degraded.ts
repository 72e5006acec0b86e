import type { AuditFact } from '../../protocol/audit/event.ts'
import type { PageMessage } from '../../protocol/messages/page-port.ts'
import { packsInForce } from '../policy/slices.ts'
import { matchesHost } from '../messaging/hosts.ts'
import type { PagePort } from '../messaging/ports.ts'
import type { Worker } from '../worker.ts'
import { fact } from './fact.ts'

type Degraded = Extract<PageMessage, { type: 'surface.degraded' }>

/** Said lately, by what was said; may be lost with the worker, then it is said once more. */
const said = new Map<string, number>()
const quietFor = 3_600_000

/** One event an hour for the same trouble: a broken locator is met at every page view. Null = not now, or not its site. */
export function degradedFact(
  worker: Worker,
  page: PagePort,
  surface: string,
  { site, missing, fingerprint }: Readonly<Pick<Degraded, 'site' | 'missing' | 'fingerprint'>>,
): AuditFact | null {
  const pack = packsInForce(worker).good.find(
    (one) =>
      (site === undefined || one.id === site) &&
      matchesHost(one.hosts, page.url) &&
      one.surfaces.some(({ id }) => id === surface),
  )
  if (!pack) return null
  const key = JSON.stringify([pack.id, pack.version, surface, missing])
  const now = worker.environment.now()
  if (now - (said.get(key) ?? 0) < quietFor) return null
  if (said.size > 500) said.clear()
  said.set(key, now)
  const degraded = fact(
    worker,
    'surface.degraded',
    { missing: [...missing], ...(fingerprint !== undefined && { fingerprint }) },
    worker.active?.bundle.version ?? null,
  )
  return {
    ...degraded,
    subject: { ...degraded.subject, site: pack.id, account: new URL(page.url).host, surface },
  }
}
