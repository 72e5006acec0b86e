import { parseArgs } from 'node:util'
import words from '../locales/en/cli.json' with { type: 'json' }
import { signingRoles } from '../policy/trust/documents.ts'
import { createKeys, folderOf } from './create-keys.ts'
import { KeyProblem } from './key-folder.ts'
import { rehearse } from './rehearse.ts'
import { countingKeys, newestRoot, rotateKeys } from './rotate-keys.ts'

/** `npm run keys -- create | show | rotate | rehearse`. Runs beside the key files, never in the server. */
const text = { type: 'string' } as const
const options = {
  keys: { ...text, default: process.env['COUNTERSIGN_KEYS'] ?? '.data/server/keys' },
  tenant: { ...text, default: process.env['COUNTERSIGN_TENANT'] ?? 'practice' },
  environment: { ...text, default: process.env['COUNTERSIGN_ENVIRONMENT'] ?? 'production' },
  'root-keys': { ...text, default: '1' },
  threshold: { ...text, default: '1' },
  roles: { ...text, default: '' },
} as const

try {
  process.exitCode = await run()
} catch (error) {
  if (!(error instanceof KeyProblem)) throw error
  tell(`keys.${error.problem}`, { path: error.path })
  process.exitCode = 1
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const folder = folderOf(values.keys, values.tenant)
  switch (positionals[0] ?? '') {
    case 'create':
      return create(folder, values)
    case 'show':
      return show(folder)
    case 'rotate':
      return rotate(folder, values.roles)
    case 'rehearse':
      tell('keys.rehearsed', { version: await rehearse(folder, new Date()) })
      return 0
    default:
      tell('keys.usage')
      return 2
  }
}

async function create(
  folder: string,
  given: { tenant: string; environment: string; 'root-keys': string; threshold: string },
): Promise<number> {
  const [rootKeys, rootThreshold] = [Number(given['root-keys']), Number(given.threshold)]
  if (!(rootKeys >= 1 && rootKeys <= 20 && rootThreshold >= 1 && rootThreshold <= rootKeys)) {
    tell('keys.threshold')
    return 2
  }
  const { tenant, environment } = given
  const made = await createKeys(folder, { tenant, environment, rootKeys, rootThreshold }, new Date())
  if (!made) {
    tell('keys.exist', { folder })
    return 1
  }
  tell('keys.created', { folder })
  return show(folder)
}

async function rotate(folder: string, asked: string): Promise<number> {
  const names = asked === 'all' ? [...signingRoles] : asked.split(',').filter(Boolean)
  const roles = signingRoles.filter((role) => names.includes(role))
  if (roles.length === 0 || roles.length !== names.length) {
    tell('keys.roles', { roles: signingRoles.join(', ') })
    return 2
  }
  const { root } = await rotateKeys(folder, roles, new Date())
  tell('keys.rotated', { version: root.version, roles: roles.join(', ') })
  return show(folder)
}

async function show(folder: string): Promise<number> {
  const newest = await newestRoot(folder)
  const { root, digest } = newest
  tell('keys.root', {
    ...{ tenant: root.tenant, environment: root.environment, version: root.version },
    ...{ until: root.notAfter.slice(0, 10), fingerprint: digest },
  })
  for (const role of signingRoles) {
    const here = await countingKeys(folder, newest, role)
    const { keys, threshold } = root.roles[role]
    tell('keys.role', { role: role.padEnd(9), threshold, count: keys.length, here: here.length })
  }
  return 0
}

function tell(key: `keys.${string}`, params: Readonly<Record<string, string | number>> = {}): void {
  const sentence = (words as Readonly<Record<string, string>>)[key] ?? key
  process.stdout.write(`${sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))}\n`)
}
