import { idSchema } from '../../policy/workflow.ts'
import { z } from '../../policy/zod.ts'
import { devicePackDraftSchema } from '../http/packs.ts'
import type { DevicePack, DevicePackDraftSaved, WorkflowChoices } from '../http/packs.ts'
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
  /** Ask the server to enrol this browser for whoever signs in there; the status then has what to open and what to type. */
  z.strictObject({
    type: z.literal('enrolment.requested'),
    serverUrl: z.string().check(z.minLength(1), z.maxLength(500)),
  }),
  /** What became of that, asked of the server now. */
  z.strictObject({ type: z.literal('enrolment.followed') }),
  z.strictObject({ type: z.literal('enrolment.withdrawn') }),
  z.strictObject({ type: z.literal('status.read') }),
  /** Try to send what waits in the outbox now. */
  z.strictObject({ type: z.literal('outbox.flush') }),
  /** An administrator describes a control: bring the picker into every frame of this tab. */
  z.strictObject({ type: z.literal('picker.opened'), tab: z.int().check(z.nonnegative()) }),
  /** The workflows of the register, to choose from. */
  z.strictObject({ type: z.literal('workflows.read') }),
  /** What to continue: the draft of this pack, what is in force, or nothing. */
  z.strictObject({ type: z.literal('pack.read'), id: idSchema }),
  z.strictObject({ type: z.literal('pack.drafted'), draft: devicePackDraftSchema }),
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
  /** The managed configuration names another server, or is itself wrong. */
  'SERVER_MANAGED',
  'MISCONFIGURED',
  'TENANT_WRONG',
  'ENVIRONMENT_WRONG',
  /** Of the token for a fleet: nobody was named, nobody is called that, or not by such a token. */
  'PERSON_MISSING',
  'PERSON_UNKNOWN',
  'PERSON_NOT_ALLOWED',
  'TOKEN_USED_UP',
  'DEVICE_TAKEN',
  /** Of a request to be enrolled for whoever signs in. */
  'SIGN_IN_UNKNOWN',
  'SERVER_BUSY',
  'REQUEST_EXPIRED',
  'REQUEST_DECLINED',
  'UNEXPECTED',
] as const
export type EnrolmentProblem = (typeof enrolmentProblems)[number]

/** Why something about a pack did not work; the words live in the locale file under `error.<problem>`. */
export const packProblems = [
  'ROLE_MISSING',
  'PAGE_NOT_ALLOWED',
  'PACK_CONFLICT',
  'PACK_INVALID',
  'SERVER_UNREACHABLE',
  'SIGNED_OUT',
  'UNEXPECTED',
] as const
export type PackProblem = (typeof packProblems)[number]
type Failed = { readonly ok: false; readonly problem: PackProblem }

export interface ExtensionPageReplies {
  readonly 'device.enrol':
    | { readonly ok: true; readonly status: ExtensionStatus }
    | { readonly ok: false; readonly problem: EnrolmentProblem }
  readonly 'enrolment.requested':
    | { readonly ok: true; readonly status: ExtensionStatus }
    | { readonly ok: false; readonly problem: EnrolmentProblem }
  readonly 'enrolment.followed': ExtensionStatus
  readonly 'enrolment.withdrawn': ExtensionStatus
  readonly 'status.read': ExtensionStatus
  readonly 'outbox.flush': ExtensionStatus
  readonly 'picker.opened':
    | {
        readonly ok: true
        readonly frames: readonly number[]
        /** Packs whose hosts the tab is on, and by what a page shows that it is theirs. */
        readonly packs: readonly {
          readonly id: string
          readonly name: string
          readonly detect: readonly string[]
        }[]
      }
    | Failed
  readonly 'workflows.read': ({ readonly ok: true } & WorkflowChoices) | Failed
  /** `found` null: no pack has this id. */
  readonly 'pack.read': { readonly ok: true; readonly found: DevicePack | null } | Failed
  readonly 'pack.drafted': { readonly ok: true; readonly saved: DevicePackDraftSaved } | Failed
}
export type PageReply<Type extends ExtensionPageMessage['type']> = ExtensionPageReplies[Type]
