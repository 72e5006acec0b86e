import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from 'uuidv7'
import { sendDigests } from '../../server/features/learning/send-digests.ts'
import { smtpMailer } from '../../server/features/mail/mailer.ts'
import type { Mailer } from '../../server/features/mail/mailer.ts'
import { type MailSink, startMailSink } from '../support/mail-sink.ts'
import { anEvent } from './events.ts'
import { openHarness } from './harness.ts'
import type { Harness } from './harness.ts'
import { storeKind } from './stores.ts'

/** Wednesday of one week, and Monday morning of the next. */
const during = new Date('2026-06-10T10:00:00Z')
const early = new Date('2026-06-15T05:59:00Z')
const monday = new Date('2026-06-15T06:00:00Z')

describe(`the mail about a week of overrides, on ${storeKind}`, () => {
  let harness: Harness
  let now = during
  let sink: MailSink
  let mailer: Mailer
  let address: string
  const send = (by: Mailer = mailer) =>
    sendDigests({ store: harness.store, newId: uuidv7, origin: () => 'https://countersign.example' }, by)
  const mails = () => sink.messages.filter(({ to }) => to.includes(address))

  beforeAll(async () => {
    harness = await openHarness(() => now)
    sink = await startMailSink()
    mailer = smtpMailer(`smtp://127.0.0.1:${sink.port}`, () => 'countersign@example.test')
    const tenant = await harness.tenant()
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    address = admin.email
    await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    const rep = await harness.rep(tenant)
    const given = { rule: 'amount', code: 'newer-information', text: '', explanation: null }
    const events = [1, 2, 3].map((sequence) =>
      anEvent(rep.device, sequence, { type: 'override.given', detail: given }),
    )
    expect((await rep.ask('POST', '/v1/events', { events })).status).toBe(200)
  })
  afterAll(async () => {
    mailer.close()
    await sink.stop()
    await harness.close()
  })

  test('F23 waits until Monday morning', async () => {
    now = early
    await send()
    expect(mails()).toEqual([])
  })

  test('F23 a mail server that is away costs no mail: it is sent when the claim has run out', async () => {
    now = monday
    const away: Mailer = { send: () => Promise.reject(new Error('away')), close: () => {} }
    await expect(send(away)).rejects.toThrow('away')
    await send()
    expect(mails()).toEqual([])
    now = new Date(monday.getTime() + 16 * 60_000)
    await send()
    expect(mails()).toHaveLength(1)
  })

  test('F23 every administrator gets one, with the top reasons per rule and where to draft an edit', async () => {
    await Promise.all([send(), send()])
    expect(mails()).toHaveLength(1)
    const [mail] = mails()
    expect(mail?.from).toBe('countersign@example.test')
    expect(mail?.text).toContain('3 overridden')
    expect(mail?.text).toContain('3 x newer-information')
    expect(mail?.text).toContain('https://countersign.example/policy/learning')
  })
})
