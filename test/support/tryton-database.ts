import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { installedTrytonPackages } from './provision-tryton.ts'

export const DATABASE = 'crm'
/** Only for a server on loopback that ends with the test. Tryton refuses short or monotonous ones. */
export const PASSWORDS = { rep: 'Rep-1-walks-in', admin: 'Adm1n-keeps-keys' } as const

// pyenv and the like put another python3 first, which does not see Debian's modules.
const PYTHON = '/usr/bin/python3'
const SEED = join(import.meta.dirname, 'seed-tryton.py')
const MODULES = [
  'sale_opportunity',
  'sale_discount',
  'sale_price_list',
  'marketing_email',
  'marketing_automation',
  'notification_email',
]

/** The seeded database file, made at most once per seed and package versions (about a minute). */
export async function seededDatabase(cacheDir: string): Promise<string> {
  const key = createHash('sha256')
    .update(await readFile(SEED))
    .update(JSON.stringify([MODULES, PASSWORDS, installedTrytonPackages()]))
    .digest('hex')
    .slice(0, 16)
  const file = join(cacheDir, `${key}.sqlite`)
  await mkdir(cacheDir, { recursive: true })

  while (!existsSync(file)) {
    const release = await lock(`${file}.lock`)
    if (!release) {
      await pause(500)
      continue
    }
    try {
      if (!existsSync(file)) await build(file)
    } finally {
      await release()
    }
  }
  return file
}

/** Rename is the last step: a reader sees no file or a whole one. */
async function build(file: string): Promise<void> {
  const folder = `${file}.building-${process.pid}`
  await mkdir(folder, { recursive: true })
  const config = join(folder, 'trytond.conf')
  const passwordFile = join(folder, 'password')
  await writeFile(config, `[database]\nuri = sqlite://\npath = ${folder}\n`)
  await writeFile(passwordFile, PASSWORDS.admin)
  await writeFile(join(folder, `${DATABASE}.sqlite`), '')

  const common = ['-c', config, '-d', DATABASE]
  await run(
    [
      '/usr/bin/trytond-admin',
      ...common,
      '--email',
      'admin@northwind.example',
      '-u',
      ...MODULES,
      '--activate-dependencies',
    ],
    { TRYTONPASSFILE: passwordFile },
  )
  await run([SEED, '--config', config, '--database', DATABASE], { TRYTON_REP_PASSWORD: PASSWORDS.rep })
  await rename(join(folder, `${DATABASE}.sqlite`), file)
  await rm(folder, { recursive: true, force: true })
}

function run(words: readonly string[], environment: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, ['-B', '-W', 'ignore', ...words], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)))
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${words[0]} ended with ${code}\n${complaint}`)),
    )
  })
}

/**
 * Undefined when another live process holds it; a lock whose holder died is taken over. A symlink, because it comes into
 * being with the holder's id already in it.
 */
async function lock(path: string): Promise<(() => Promise<void>) | undefined> {
  try {
    await symlink(String(process.pid), path)
    return () => rm(path, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = Number(await readlink(path).catch(() => ''))
    if (holder > 0 && !isAlive(holder)) await rm(path, { force: true })
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
