import type { Action } from './action.ts'
import { canonical } from './canonical.ts'

/**
 * The canonical action: exactly what would be done, whoever starts it and from wherever. An approval, a review and an
 * override reason are bound to it (F33). `before` is left out, because a request carries only what it writes; it is
 * part of the stored diff, and the executor compares it on its own.
 */
export function effectOf(action: Action): string {
  return canonical({
    account: action.account,
    content: action.content.map((part) => ({ name: part.name, text: part.text })),
    fields: [...action.fields]
      .sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0))
      .map((field) => ({ after: field.after, name: field.name })),
    operation: action.operation,
    recipients: [...action.recipients].sort(),
    record: action.record && { ids: [...action.record.ids].sort(), type: action.record.type },
    site: action.site,
    volume: action.volume,
  })
}
