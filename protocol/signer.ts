import { signingRoles } from '../policy/trust/documents.ts'
import { envelopeSchema } from '../policy/trust/envelope.ts'
import { z } from '../policy/zod.ts'

const name = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/))

/**
 * What the server asks the process that holds the private keys. A root is never signed for the asking: that needs the
 * command line beside the key files.
 */
export const signerAskSchema = z.discriminatedUnion('ask', [
  /** The roots of a tenant from the first to the newest; with `mayCreate`, keys and first root are made if there are none. */
  z.strictObject({
    id: z.int(),
    ask: z.literal('roots'),
    tenant: name,
    environment: name,
    mayCreate: z.boolean(),
  }),
  z.strictObject({
    id: z.int(),
    ask: z.literal('sign'),
    tenant: name,
    /** Version of the root whose keys are to sign: during a rotation the files are ahead of the database. */
    root: z.int().check(z.minimum(1)),
    kind: z.enum(['timestamp', 'bundle', 'kill']),
    roles: z.array(z.enum(signingRoles)).check(z.minLength(1), z.maxLength(2)),
    payload: z.string().check(z.maxLength(1_000_000)),
  }),
])
export type SignerAsk = z.infer<typeof signerAskSchema>

export const signerProblems = ['KEYS_MISSING', 'KEYS_READABLE', 'KEYS_DAMAGED', 'NOT_ALLOWED'] as const
export type SignerProblem = (typeof signerProblems)[number]

export const signerAnswerSchema = z.union([
  z.strictObject({ id: z.int(), roots: z.array(envelopeSchema) }),
  z.strictObject({ id: z.int(), envelope: envelopeSchema }),
  z.strictObject({ id: z.int(), problem: z.enum(signerProblems), path: z.string() }),
])
export type SignerAnswer = z.infer<typeof signerAnswerSchema>
