import { z } from '../../policy/zod.ts'

export const roles = ['rep', 'approver', 'admin'] as const
export type Role = (typeof roles)[number]

/**
 * GET /v1/session: who is signed in at the console. 401 SIGNED_OUT without a session, 401 SESSION_EXPIRED with one that
 * has ended. Sign-in is a navigation to GET /v1/sign-in?return=/path (own paths only); POST /v1/sign-out answers 204.
 */
export const sessionSchema = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  roles: z.array(z.enum(roles)),
  groups: z.array(z.string()),
  tenant: z.string(),
  expiresAt: z.string(),
})
export type Session = z.infer<typeof sessionSchema>
