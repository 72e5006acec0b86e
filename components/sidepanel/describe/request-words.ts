import { t } from '../../ui/words.ts'
import type { LearnedUse } from './describe-state.ts'

/** A request as a person recognises it: method, address, and what it says it does. */
export function requestWords({ learned, layer }: LearnedUse): string {
  const { method, url, where } = learned.request.match
  const named = where.map(({ path, equals }) => `${path} = ${String(equals)}`).join(', ')
  const address = `${method} ${url.replaceAll('{id}', '…').replaceAll('*', '…')}`
  return t(
    layer === 'form' ? 'describe.request.form' : named ? 'describe.request.named' : 'describe.request.plain',
    {
      address,
      named,
    },
  )
}
