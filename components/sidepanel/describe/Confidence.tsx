import type { Confidence as Level } from '../../../protocol/messages/picker-port.ts'
import { StateBadge } from '../../ui/StateBadge.tsx'

const tones = { high: 'ok', medium: 'accent', low: 'warn', none: 'danger' } as const

/** How surely the control will be found again, in words and in colour. */
export function Confidence({ confidence }: { readonly confidence: Level }) {
  return <StateBadge state={`found-${confidence}`} tone={tones[confidence]} />
}
