import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answersHttp, freePort, startChild } from './child-servers.ts'
import { DATABASE } from './tryton-database.ts'

const WEB_ROOT = '/usr/share/tryton-sao/www'

export type TrytonServer = { readonly url: string; stop(): Promise<void> }

/** Starts trytond on a free loopback port over the database file in `runDir`; its mail goes to `smtpPort`. */
export async function startTrytonServer(runDir: string, smtpPort: number): Promise<TrytonServer> {
  const port = await freePort()
  const config = join(runDir, 'trytond.conf')
  await writeFile(
    config,
    `[database]\nuri = sqlite://\npath = ${runDir}\n` +
      `[email]\nuri = smtp://127.0.0.1:${smtpPort}\nfrom = crm@northwind.example\n` +
      `[web]\nlisten = 127.0.0.1:${port}\nroot = ${WEB_ROOT}\n`,
  )
  const url = `http://127.0.0.1:${port}`
  const server = await startChild({
    program: '/usr/bin/python3',
    words: ['-B', '-W', 'ignore', '/usr/bin/trytond', '-c', config, '-d', DATABASE],
    log: join(runDir, 'trytond.log'),
    isUp: answersHttp(url),
  })
  return { url, stop: server.stop }
}
