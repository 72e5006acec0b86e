/**
 * Starts something nobody waits for. Here an unexpected failure ends: it is told by name, never with values, and the next
 * wake-up tries again, because what was to be done is in the database.
 */
export function run(what: string, task: Promise<unknown>): void {
  task.catch((error: unknown) => {
    // oxlint-disable-next-line no-console -- the worker has no other place to say it
    console.error(`${what} failed`, error instanceof Error ? `${error.name}: ${error.message}` : '')
  })
}
