import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { readMail } from './mail-text.ts'

export type Mail = {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly raw: string
}

export type MailSink = {
  readonly port: number
  readonly messages: readonly Mail[]
  waitForMessage(matches?: (mail: Mail) => boolean, timeoutMs?: number): Promise<Mail>
  clear(): void
  stop(): Promise<void>
}

/** Takes every message and delivers none: what lies in `messages` is what left the CRM. */
export async function startMailSink(): Promise<MailSink> {
  const messages: Mail[] = []
  const waiting = new Set<() => void>()

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const { mailFrom, rcptTo } = session.envelope
        messages.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((recipient) => recipient.address),
          raw,
          ...readMail(raw),
        })
        for (const wake of waiting) wake()
        done()
      })
    },
  })
  // A client that goes away mid-sentence must not end the test process.
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')

  return {
    port: (listener.address() as AddressInfo).port,
    messages,
    waitForMessage: (matches = () => true, timeoutMs = 5000) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = messages.find(matches)
          if (found) finish(() => resolve(found))
        }
        const timer = setTimeout(
          () => finish(() => reject(new Error(`No such mail within ${timeoutMs} ms`))),
          timeoutMs,
        )
        const finish = (settle: () => void): void => {
          clearTimeout(timer)
          waiting.delete(look)
          settle()
        }
        waiting.add(look)
        look()
      }),
    clear: () => {
      messages.length = 0
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
