import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type ExtensionKey =
  | { readonly ok: true; readonly key: KeyObject; readonly isNew: boolean }
  | { readonly ok: false; readonly problem: 'pack.key-readable' | 'pack.key-damaged' }

/**
 * The key that every version of a fleet's extension is signed with: whoever has it can give the fleet another extension,
 * and without it there is no next version. Made when there is none; refused when others may read it.
 */
export function extensionKey(path: string): ExtensionKey {
  const isNew = !existsSync(path)
  if (isNew) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  // Windows has no such bits; there the folder's access list is the administrator's.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    return { ok: false, problem: 'pack.key-readable' }
  try {
    const key = createPrivateKey(readFileSync(path))
    if (key.asymmetricKeyType === 'rsa') return { ok: true, key, isNew }
  } catch {
    // Not a key at all: the same thing to mend as a key of another kind.
  }
  return { ok: false, problem: 'pack.key-damaged' }
}
