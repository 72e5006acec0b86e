import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { signEnvelope } from '../policy/trust/sign-envelope.ts'
import type { SigningRole } from '../policy/trust/documents.ts'
import { makeKey, rootsIn, writeRoot } from './key-folder.ts'
import { rootText } from './make-root.ts'
import type { RoleKeys } from './make-root.ts'

export interface KeyPlan {
  readonly tenant: string
  readonly environment: string
  readonly rootKeys: number
  readonly rootThreshold: number
}

/** Two keys restart what one stopped: with one of them moved elsewhere, nobody alone can restart (policy client 14). */
const restartKeys = 2

/** Keys of every role and the first root, all at once or not at all. False when the folder has them already. */
export async function createKeys(folder: string, plan: KeyPlan, now: Date): Promise<boolean> {
  if (rootsIn(folder).length > 0) return false
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true, mode: 0o700 })
  const make = async (role: SigningRole, count: number, threshold: number): Promise<RoleKeys> => {
    const keys = []
    for (let index = 0; index < count; index++) keys.push(await makeKey(making, role))
    return { keys, threshold }
  }
  const roles = {
    root: await make('root', plan.rootKeys, plan.rootThreshold),
    timestamp: await make('timestamp', 1, 1),
    bundle: await make('bundle', 1, 1),
    stop: await make('stop', 1, 1),
    restart: await make('restart', restartKeys, restartKeys),
  }
  const { tenant, environment } = plan
  const text = rootText({ tenant, environment, version: 1, now, roles })
  writeRoot(making, 1, await signEnvelope('root', text, roles.root.keys))
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  // Somebody else may have been first; a folder that is there and not empty is never replaced.
  if (existsSync(folder) && rootsIn(folder).length > 0) return false
  renameSync(making, folder)
  return true
}

export function folderOf(keys: string, tenant: string): string {
  return join(keys, tenant)
}
