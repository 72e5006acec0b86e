import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { signerAnswerSchema } from '../../../protocol/signer.ts'
import type { SignerAnswer, SignerAsk } from '../../../protocol/signer.ts'
import { SignerError } from './signer.ts'
import type { Signer } from './signer.ts'

const entry = join(import.meta.dirname, '../../../signer/main.ts')
const answerWithinMs = 10_000

type Unnumbered = SignerAsk extends infer Ask ? (Ask extends SignerAsk ? Omit<Ask, 'id'> : never) : never

/** Starts the process that holds the keys when it is first needed, and again when it has ended. */
export function signerProcess(keysFolder: string): Signer {
  const waiting = new Map<number, (answer: SignerAnswer | null) => void>()
  let child: ChildProcess | null = null
  let asked = 0

  function start(): ChildProcess {
    const started = fork(entry, [keysFolder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    started.on('message', (message) => {
      const answer = signerAnswerSchema.safeParse(message)
      if (answer.success) waiting.get(answer.data.id)?.(answer.data)
    })
    started.once('exit', () => {
      if (child === started) child = null
      for (const answer of [...waiting.values()]) answer(null)
    })
    // It must not keep a server alive that has nothing else to do.
    started.unref()
    started.channel?.unref()
    return started
  }

  async function ask(request: Unnumbered): Promise<SignerAnswer> {
    const id = ++asked
    const to = (child ??= start())
    const answer = await new Promise<SignerAnswer | null>((resolve) => {
      const late = setTimeout(() => resolve(null), answerWithinMs)
      waiting.set(id, (given) => {
        clearTimeout(late)
        resolve(given)
      })
      to.send({ ...request, id }, (error) => {
        if (error) resolve(null)
      })
    })
    waiting.delete(id)
    if (answer === null) throw new SignerError('UNREACHABLE')
    if ('problem' in answer) throw new SignerError(answer.problem, answer.path)
    return answer
  }

  return {
    async roots(tenant, environment, mayCreate) {
      const answer = await ask({ ask: 'roots', tenant, environment, mayCreate })
      if (!('roots' in answer)) throw new SignerError('UNREACHABLE')
      return answer.roots
    },
    async sign({ tenant, root, kind, roles, payload }) {
      const answer = await ask({ ask: 'sign', tenant, root, kind, roles: [...roles], payload })
      if (!('envelope' in answer)) throw new SignerError('UNREACHABLE')
      return answer.envelope
    },
    async close() {
      const ending = child
      child = null
      if (ending === null || ending.exitCode !== null) return
      const gone = once(ending, 'exit')
      ending.disconnect()
      await gone
    },
  }
}
