import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fleetHosts } from './build/fleet-hosts.ts'
import { extensionId, packCrx, publicKeyOf } from './pack/crx.ts'
import { extensionKey } from './pack/extension-key.ts'
import { chromiumPolicy, crxName, updatesJson, updatesXml, xpiName } from './pack/release.ts'
import { say } from './start/words.ts'

const root = join(import.meta.dirname, '..')
const text = { type: 'string' } as const
const { values: given } = parseArgs({
  options: {
    hosts: { ...text, default: '' },
    key: { ...text, default: '.data/extension-key.pem' },
    url: { ...text, default: 'http://127.0.0.1:4600/extension' },
    build: { ...text, default: '' },
    out: { ...text, default: '.output/fleet' },
  },
  strict: true,
})

const wrong = await pack()
if (wrong !== null) {
  process.stderr.write(`${wrong}\n`)
  process.exitCode = 1
}

/**
 * `npm run pack -- --hosts crm.example.com --url https://countersign.example.com/extension`: what a fleet installs, signed
 * with the fleet's own key, and the files its browsers ask for updates. `--build 2` makes a newer version of the same
 * sources, for instance with other hosts.
 */
async function pack(): Promise<string | null> {
  const hosts = fleetHosts(given.hosts)
  if (!hosts.ok) return say('pack.host', { host: hosts.wrong })
  const url = given.url.replace(/\/+$/, '')
  if (!URL.canParse(url)) return say('pack.url', { url })
  if (!/^\d{0,5}$/.test(given.build)) return say('pack.build', { build: given.build })
  const keyFile = resolve(root, given.key)
  const signing = extensionKey(keyFile)
  if (!signing.ok) return say(signing.problem, { path: keyFile })
  const publicKey = publicKeyOf(signing.key)
  const out = resolve(root, given.out)
  const environment = {
    COUNTERSIGN_HOSTS: hosts.hosts.join(','),
    COUNTERSIGN_OUT: out,
    COUNTERSIGN_BUILD: given.build,
    COUNTERSIGN_UPDATES: url,
    COUNTERSIGN_KEY: publicKey.toString('base64'),
  }
  for (const browser of ['chrome', 'firefox'])
    if ((await zip(browser, environment)) !== 0) return say('pack.failed', { browser })

  const manifest = JSON.parse(await readFile(join(out, 'firefox-mv3/manifest.json'), 'utf8')) as Manifest
  const { version } = manifest
  const zipOf = (browser: string) => readFile(join(out, `countersign-${version}-${browser}.zip`))
  const release = {
    ...{ id: extensionId(publicKey), geckoId: manifest.browser_specific_settings.gecko.id, version, url },
    ...{ crx: packCrx(await zipOf('chrome'), signing.key), xpi: await zipOf('firefox') },
  }
  const folder = join(out, 'release')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, crxName(version)), release.crx)
  await writeFile(join(folder, xpiName(version)), release.xpi)
  await writeFile(join(folder, 'chromium-policy.json'), chromiumPolicy(release))
  // Last: a browser that asks meanwhile is never sent to a file that is not there.
  await writeFile(join(folder, 'updates.json'), updatesJson(release))
  await writeFile(join(folder, 'updates.xml'), updatesXml(release))

  const shown = relative(process.cwd(), folder)
  const named = hosts.hosts.length === 0 ? say('pack.no-hosts') : hosts.hosts.join(', ')
  const lines = [
    say('pack.done', { version, id: release.id, folder: shown, hosts: named }),
    signing.isNew ? say('pack.key-new', { path: relative(process.cwd(), keyFile) }) : '',
    url.startsWith('https://') ? '' : say('pack.not-https', { url }),
    say('pack.firefox'),
  ]
  process.stdout.write(`\n${lines.filter(Boolean).join('\n')}\n`)
  return null
}

interface Manifest {
  readonly version: string
  readonly browser_specific_settings: { readonly gecko: { readonly id: string } }
}

function zip(browser: string, environment: Readonly<Record<string, string>>): Promise<number | null> {
  const command = ['node_modules/wxt/bin/wxt.mjs', 'zip', '--browser', browser, '--mv3']
  const env = { ...process.env, NODE_ENV: 'production', ...environment }
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit', env })
  return new Promise((done) => child.once('exit', done))
}
