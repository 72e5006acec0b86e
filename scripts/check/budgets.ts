/** What a page may cost, in bytes after gzip; the test and the bench read the same numbers. */
export const budgets = { pageScripts: 8 * 1000, panelFrame: 110 * 1000 } as const
