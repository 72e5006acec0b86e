import type { HoldView } from '../../protocol/hold.ts'
import { Button } from '../ui/Button.tsx'
import { t } from '../ui/words.ts'
import { usePanel } from './panel-context.ts'

/** Stands beside every hold while no human has it yet. */
export function EscalateButton({ view }: { readonly view: HoldView }) {
  const escalating = usePanel((state) => state.escalating)
  const showEscalation = usePanel((state) => state.showEscalation)
  const waits = view.escalation && view.escalation.answer === null
  if (waits) return null
  return (
    <Button aria-expanded={escalating} onClick={() => showEscalation(!escalating)}>
      {t('escalate.open')}
    </Button>
  )
}
