import type { Matcher } from '../../protocol/site-pack.ts'

export const handshake = 'countersign'

export type Carrying = { readonly match: Matcher; readonly absent: string | null }

/** Isolated world to page world. */
export type ToPageWorld =
  { readonly secret: string } | { readonly carrying: readonly Carrying[] } | { readonly go: number }

/** Page world to isolated world: a request that was let pass has been answered. Status 0 = no answer. */
export interface FromPageWorld {
  readonly id: number
  readonly status: number
  /** The success paths that are present in the answer although they should be absent. */
  readonly failures: readonly string[]
}
