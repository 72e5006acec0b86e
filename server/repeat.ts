/** Runs `work` again and again, never twice at once. One failure is reported and the next turn tries again. */
export function repeat(work: () => Promise<unknown>, everyMs: number, report: (error: Error) => void) {
  let running: Promise<unknown> = Promise.resolve()
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    running = work()
      .catch((error: unknown) => report(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        isBusy = false
      })
  }, everyMs).unref()
  return {
    async stop(): Promise<void> {
      clearInterval(timer)
      await running
    },
  }
}
