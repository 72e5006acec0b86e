import { signerAskSchema } from '../protocol/signer.ts'
import { answerAsk } from './answer.ts'

/**
 * The one process that reads private keys. Its parent, the server, talks to it over the channel it was started with;
 * it listens to nobody else and ends when its parent does.
 */
const [, , keys] = process.argv
if (keys === undefined || process.send === undefined) process.exit(2)

let turn: Promise<void> = Promise.resolve()
process.on('message', (message) => {
  const asked = signerAskSchema.safeParse(message)
  if (!asked.success) return
  // One after another: two first starts of a tenant at once would make two first roots.
  turn = turn
    .then(async () => {
      process.send?.(await answerAsk(keys, asked.data))
    })
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.name : 'Error'} in the signer\n`)
      process.exit(1)
    })
})
process.on('disconnect', () => process.exit(0))
// A signal sent to the whole group is for the parent to act on: it still has documents to sign while it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
