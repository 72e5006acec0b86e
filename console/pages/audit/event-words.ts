import { hasWords, t } from '../../../components/ui/words.ts'
import { auditDetailSchemas } from '../../../protocol/audit/registry.ts'
import { serverDetailSchemas } from '../../../protocol/audit/server-events.ts'

/** Every type there is, by its words. */
export function eventTypes(): readonly { readonly value: string; readonly label: string }[] {
  return Object.keys({ ...auditDetailSchemas, ...serverDetailSchemas })
    .map((type) => ({ value: type, label: eventName(type) }))
    .toSorted((left, right) => left.label.localeCompare(right.label))
}

/** Words for an event type; one that this console does not know yet is shown as it is. */
export function eventName(type: string): string {
  return hasEventName(type) ? t(`event.${type}`) : type
}

export function hasEventName(type: string): boolean {
  return hasWords(`event.${type}`)
}
