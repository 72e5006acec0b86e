import { hasWords, t } from '../../../components/ui/words.ts'

/** Words for an event type; one that this console does not know yet is shown as its parts. */
export function eventName(type: string): string {
  const key = `event.${type}`
  if (hasWords(key)) return t(key)
  return type.replace(/[.-]/g, ' ')
}
