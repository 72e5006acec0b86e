import { createTransport } from 'nodemailer'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same for every try, so that a mailbox shows one of two. */
  readonly messageId: string
}
export interface Mailer {
  send(mail: Mail): Promise<void>
  close(): void
}

const patienceMs = 20_000

/** Sends over the given SMTP server, plain text only. Nothing of the mail is ever fetched or read from a file. */
export function smtpMailer(url: string, from: () => string): Mailer {
  const transport = createTransport(url, {
    ...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  return {
    async send({ to, subject, text, messageId }) {
      await transport.sendMail({ from: from(), to: { name: '', address: to }, subject, text, messageId })
    },
    close: () => transport.close(),
  }
}
