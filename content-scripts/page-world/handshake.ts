export const handshake = 'countersign'
/** How long what a page sends waits for an engine that has been heard of, in milliseconds of the page's own clock. */
export const slowStart = 5000

/** Page world to isolated world, as the text of an event that is answered in the same task: cancelled = it may leave. */
export interface Question {
  readonly id: number
  readonly method: string
  /** As the page wrote it. */
  readonly url: string
  /** Left out at first: most addresses carry nothing, and then no body is read. */
  readonly body?: string
}

/** Isolated world to page world: whether requests are asked about, or the id of one that may go. Nothing with a prototype. */
export type ToPageWorld = boolean | number

/** Page world to isolated world: a request that was let pass has been answered. Status 0 = no answer. */
export interface FromPageWorld {
  readonly id: number
  readonly status: number
  readonly text: string
}
