import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { answersHttp, type ChildServer, freePort, startChild } from './child-servers.ts'
import { startMailSink, type MailSink } from './mail-sink.ts'
import { installDebianPackages } from './provision.ts'

const packages = [
  'roundcube-core',
  'roundcube-sqlite3',
  'dovecot-imapd',
  'php-cli',
  'php-sqlite3',
  'php-mbstring',
  'php-xml',
  'php-intl',
] as const

/** Makes the machine able to run Roundcube, or says why it cannot: a suite then prints `NOT RUN: reason`. */
export function ensureRoundcube(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  const complaint = installDebianPackages(packages, 'the Roundcube test bed')
  return complaint === null
    ? { ok: true }
    : { ok: false, reason: `Roundcube comes from Debian packages: ${complaint}` }
}

export interface Roundcube {
  readonly url: string
  readonly user: string
  readonly password: string
  /** What left: nothing else takes mail. */
  readonly sink: MailSink
  stop(): Promise<void>
}

const nobody = 65534
const password = 'practice'
const user = 'robin@northwind.example'

/** Roundcube over a Dovecot and a mail sink of its own, all on loopback, everything in `runDir`. */
export async function startRoundcube(runDir: string): Promise<Roundcube> {
  await mkdir(join(runDir, 'mail'), { recursive: true })
  // Dovecot's mail process is nobody, whose way goes through every folder above.
  await chmod(runDir, 0o755)
  await chown(join(runDir, 'mail'), nobody, nobody)
  const sink = await startMailSink()
  const imap = await freePort()
  const dovecot = await startDovecot(runDir, imap)
  const port = await freePort()
  const web = await startPhp(runDir, { imap, smtp: sink.port, port })
  return {
    ...{ url: `http://127.0.0.1:${port}`, user, password, sink },
    async stop() {
      await web.stop()
      await dovecot.stop()
      await sink.stop()
    },
  }
}

async function startDovecot(runDir: string, port: number): Promise<ChildServer> {
  const config = join(runDir, 'dovecot.conf')
  await writeFile(
    config,
    `protocols = imap
base_dir = ${runDir}/dovecot
log_path = ${runDir}/dovecot.log
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
first_valid_uid = 1
mail_location = maildir:${runDir}/mail/%u
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${nobody} gid=${nobody} home=${runDir}/mail/%u
}
`,
  )
  return startChild({
    program: '/usr/sbin/dovecot',
    words: ['-F', '-c', config],
    log: join(runDir, 'dovecot.out'),
    isUp: () => takesConnections(port),
  })
}

async function startPhp(
  runDir: string,
  { imap, smtp, port }: { readonly imap: number; readonly smtp: number; readonly port: number },
): Promise<ChildServer> {
  const settings = {
    db_dsnw: `sqlite:///${runDir}/roundcube.db?mode=0600`,
    imap_host: `127.0.0.1:${imap}`,
    smtp_host: `127.0.0.1:${smtp}`,
    smtp_user: '',
    smtp_pass: '',
    temp_dir: `${runDir}/temp`,
    log_dir: `${runDir}/logs`,
    language: 'en_US',
    skin: 'elastic',
    mail_domain: 'northwind.example',
    sent_mbox: 'Sent',
    des_key: 'practice-practice-practi',
  }
  const lines = Object.entries(settings).map(([key, value]) => `$config['${key}'] = '${value}';`)
  const config = join(runDir, 'config')
  for (const folder of [config, join(runDir, 'temp'), join(runDir, 'logs')])
    await mkdir(folder, { recursive: true })
  const more = "$config['create_default_folders'] = true;\n$config['plugins'] = [];\n"
  await writeFile(join(config, 'config.inc.php'), `<?php\n${lines.join('\n')}\n${more}`)
  for (const file of ['defaults.inc.php', 'mimetypes.php'])
    await symlink(join('/etc/roundcube', file), join(config, file))
  const schema = '/usr/share/roundcube/SQL/sqlite.initial.sql'
  await promisify(execFile)('php', [
    '-r',
    `(new PDO('sqlite:${runDir}/roundcube.db'))->exec(file_get_contents('${schema}'));`,
  ])
  return startChild({
    program: '/usr/bin/php',
    words: ['-S', `127.0.0.1:${port}`, '-t', '/var/lib/roundcube'],
    log: join(runDir, 'php.log'),
    // The page asks for several things at once, and sending asks the server for itself.
    environment: { ROUNDCUBE_CONFIG_DIR: config, PHP_CLI_SERVER_WORKERS: '4' },
    isUp: answersHttp(`http://127.0.0.1:${port}/`),
  })
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
    socket.unref()
  })
}
