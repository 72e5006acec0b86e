import { canonical, digest } from '../canonical.ts'

export const rolloutSteps = ['widening', 'resumption', 'return'] as const
export type RolloutStep = (typeof rolloutSteps)[number]

export interface StepTerms {
  readonly rollout: string
  readonly step: RolloutStep
  /** The ring that joined last. */
  readonly ring: number
  /** Digest of the bundle that is on its way. */
  readonly digest: string
}

/** What a passkey signs of one step: for another ring, version or step the same assertion is worth nothing. */
export async function stepDigest({ rollout, step, ring, digest: bundle }: StepTerms): Promise<string> {
  return digest(canonical({ rollout, step, ring, bundle }))
}
