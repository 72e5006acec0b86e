import { existsSync, readFileSync } from 'node:fs'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { currentVersion } from './bundle-store.ts'
import { publish } from './publish.ts'
import { validatePolicy } from './validate-policy.ts'
import type { Finding } from '../../../protocol/http/policy.ts'

export type Seeded = { readonly ok: true } | { readonly ok: false; readonly findings: readonly Finding[] }

/** Publishes the starter policy once, as version 1; whatever was published after it stays. */
export async function seedPolicy(parts: Parts, tenant: string, path: string): Promise<Seeded> {
  if (!existsSync(path)) return { ok: true }
  return parts.store.transact({ tenant }, async (tx, now) => {
    if ((await currentVersion(tx, tenant)) > 0) return { ok: true }
    const validated = validatePolicy(JSON.parse(readFileSync(path, 'utf8')), parts.packs)
    if (!validated.ok) return validated
    await publish(tx, parts, now, {
      tenant,
      by: null,
      basedOn: 0,
      note: say('policy.starter-note'),
      policy: validated.policy,
    })
    return { ok: true }
  })
}
