/** What a page may cost, in bytes after gzip; the test and the bench read the same numbers. */
export const budgets = {
  /** Every frame of every page. */
  pageScripts: 8 * 1000,
  /** A frame of a governed site, engine included: a ratchet at what it weighs. */
  governedFrame: 22.4 * 1000,
  /** Comes into frames of packs that declare AI controls, and no others. */
  assist: 1.5 * 1000,
  /** Comes into every governed frame after the engine, when that rests. */
  health: 2.5 * 1000,
  panelFrame: 110 * 1000,
} as const
