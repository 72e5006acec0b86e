import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digest } from '../../policy/canonical.ts'
import { envelopeSchema } from '../../policy/trust/envelope.ts'
import { nextRoot, pinnedRoot } from '../../policy/trust/root-chain.ts'
import { envelopeProblem, signersOf } from '../../policy/trust/verify-envelope.ts'
import { signerProcess } from '../../server/features/signing/signer-process.ts'
import type { SignRequest } from '../../server/features/signing/signer.ts'

const run = promisify(execFile)

describe('keys', () => {
  let keys: string
  const folder = () => join(keys, 'acme')
  const file = (version: number) =>
    envelopeSchema.parse(JSON.parse(readFileSync(join(folder(), `root.${version}.json`), 'utf8')))
  const command = async (...args: string[]) => {
    const all = ['signer/keys.ts', ...args, '--keys', keys, '--tenant', 'acme']
    return run(process.execPath, all, { cwd: join(import.meta.dirname, '../..') }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    )
  }
  beforeAll(() => {
    keys = mkdtempSync(join(tmpdir(), 'countersign-keys-'))
  })
  afterAll(() => rmSync(keys, { recursive: true, force: true }))

  test('are made once, for their owner only, with as many root keys and as high a threshold as asked', async () => {
    const made = await command('create', '--root-keys', '3', '--threshold', '2')
    expect(made.code).toBe(0)
    const pems = readdirSync(folder()).filter((name) => name.endsWith('.pem'))
    expect(pems).toHaveLength(8)
    for (const name of pems) expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o600)
    const root = await pinnedRoot(file(1), made.stdout.match(/[0-9a-f]{64}/)?.[0] ?? '')
    expect(root).toMatchObject({ ok: true, trusted: { root: { roles: { root: { threshold: 2 } } } } })
    expect((await command('create')).code).toBe(1)
    expect((await command('create', '--threshold', '2')).code).toBe(2)
  })

  test('a rehearsal changes nothing; a rotation writes a root that a client of the one before follows', async () => {
    const before = readdirSync(folder()).sort()
    expect((await command('rehearse')).stdout).toContain('root 2')
    expect(readdirSync(folder()).sort()).toEqual(before)
    expect((await command('rotate', '--roles', 'nonsense')).code).toBe(2)
    expect((await command('rotate', '--roles', 'root,bundle')).code).toBe(0)
    const first = await pinnedRoot(file(1), (await digest(file(1).payload)).slice(0, 32))
    if (!first.ok) throw new Error(first.reason)
    const second = await nextRoot(first.trusted, file(2))
    expect(second.ok).toBe(true)
    if (!second.ok) return
    expect(second.trusted.root.roles.bundle.keys).not.toEqual(first.trusted.root.roles.bundle.keys)
    expect(second.trusted.root.roles.stop).toEqual(first.trusted.root.roles.stop)
  })

  test('the signer signs with the keys of the root it is told, and only what each role may', async () => {
    const signer = signerProcess(keys)
    const roots = await signer.roots('acme', 'production', false)
    expect(roots).toHaveLength(2)
    const payload = JSON.stringify({ tenant: 'acme' })
    const request: SignRequest = { tenant: 'acme', root: 1, kind: 'bundle', roles: ['bundle'], payload }
    for (const version of [1, 2]) {
      const read = await signer.sign({ ...request, root: version })
      const root = JSON.parse(file(version).payload)
      expect(await envelopeProblem(read, 'bundle', signersOf(root, 'bundle'))).toBeNull()
    }
    const forbidden: Partial<SignRequest>[] = [
      { roles: ['stop'] },
      { kind: 'kill', roles: ['restart'] },
      { kind: 'timestamp', roles: ['bundle'] },
      { payload: JSON.stringify({ tenant: 'other' }) },
      { payload: 'not json' },
    ]
    for (const change of forbidden)
      await expect(signer.sign({ ...request, ...change })).rejects.toMatchObject({ reason: 'NOT_ALLOWED' })
    await expect(signer.roots('other', 'production', false)).rejects.toMatchObject({ reason: 'KEYS_MISSING' })
    await signer.close()
  })

  test('a key that others can read is refused by name, by the signer and by the command', async () => {
    const path = join(folder(), 'timestamp-1.pem')
    chmodSync(path, 0o640)
    const signer = signerProcess(keys)
    await expect(signer.roots('acme', 'production', false)).rejects.toMatchObject({
      ...{ reason: 'KEYS_READABLE', path },
    })
    await signer.close()
    const shown = await command('show')
    expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining('chmod 600') })
    chmodSync(path, 0o600)
    expect((await command('show')).code).toBe(0)
  })
})
