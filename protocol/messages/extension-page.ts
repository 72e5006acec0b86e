import { z } from '../../policy/zod.ts'
import type { ExtensionStatus } from './panel-port.ts'

/**
 * What options, popup and side panel ask the worker through `runtime.sendMessage`. The worker checks that the sender is
 * a page of this extension, parses with `extensionPageMessageSchema` and always answers with a `PageReply`.
 */
export const extensionPageMessageSchema = z.discriminatedUnion('type', [
  /** Enrol this device with the server. Answers the new status, or why it did not work. */
  z.strictObject({
    type: z.literal('device.enrol'),
    serverUrl: z.string().check(z.minLength(1), z.maxLength(500)),
    /** `<code>.<fingerprint of the root>`, as the administrator handed it over. */
    code: z.string().check(z.minLength(6), z.maxLength(200)),
  }),
  z.strictObject({ type: z.literal('status.read') }),
  /** Try to send what waits in the outbox now. */
  z.strictObject({ type: z.literal('outbox.flush') }),
])
export type ExtensionPageMessage = z.infer<typeof extensionPageMessageSchema>

/** Why enrolment did not work; the words live in the locale file under `error.<problem>`. */
export const enrolmentProblems = [
  'SERVER_UNREACHABLE',
  'SERVER_URL_INVALID',
  'CODE_UNKNOWN',
  'CODE_EXPIRED',
  'CODE_USED',
  'ALREADY_ENROLLED',
  'SERVER_REFUSED',
  'FINGERPRINT_MISSING',
  'ROOT_UNKNOWN',
  'UNEXPECTED',
] as const
export type EnrolmentProblem = (typeof enrolmentProblems)[number]

export interface ExtensionPageReplies {
  readonly 'device.enrol':
    | { readonly ok: true; readonly status: ExtensionStatus }
    | { readonly ok: false; readonly problem: EnrolmentProblem }
  readonly 'status.read': ExtensionStatus
  readonly 'outbox.flush': ExtensionStatus
}
export type PageReply<Type extends ExtensionPageMessage['type']> = ExtensionPageReplies[Type]
