import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fleetHosts } from './build/fleet-hosts.ts'

const root = join(import.meta.dirname, '..')

/** `npm run pack -- --hosts crm.example.com,https://*.example.org/*`: what a fleet installs, zipped for both browsers. */
async function pack(): Promise<string | null> {
  const { values } = parseArgs({ options: { hosts: { type: 'string', default: '' } }, strict: true })
  const given = fleetHosts(values.hosts)
  if (!given.ok) return `${given.wrong} is not a host. Write crm.example.com or https://*.example.com/*.`
  for (const browser of ['chrome', 'firefox']) {
    const status = await zip(browser, given.hosts)
    if (status !== 0) return `The ${browser} build failed.`
  }
  const named = given.hosts.length === 0 ? 'no further host' : given.hosts.join(', ')
  process.stdout.write(`\nIn .output/fleet, with ${named} in the manifest.\n`)
  return null
}

function zip(browser: string, hosts: readonly string[]): Promise<number | null> {
  const words = ['node_modules/wxt/bin/wxt.mjs', 'zip', '--browser', browser, '--mv3']
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    COUNTERSIGN_HOSTS: hosts.join(','),
    COUNTERSIGN_FLEET: '1',
  }
  const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit', env })
  return new Promise((resolve) => child.once('exit', resolve))
}

const wrong = await pack()
if (wrong !== null) {
  process.stderr.write(`${wrong}\n`)
  process.exitCode = 1
}
