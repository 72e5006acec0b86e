import type { PickStep } from '../../../protocol/messages/picker-port.ts'

const keys: Readonly<Record<string, PickStep>> = {
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
}

/** While something is picked the arrow keys move in the page although the focus is here; Enter on no button takes it. */
export function pickKeys(onStep: (step: PickStep) => void, onStop: () => void): () => void {
  const hear = (event: KeyboardEvent) => {
    const target = event.target as Element
    if (target.matches('input,select,textarea')) return
    const step = event.key === 'Enter' && !target.matches('button,a') ? 'take' : keys[event.key]
    if (event.key === 'Escape') onStop()
    else if (step) onStep(step)
    else return
    event.preventDefault()
  }
  addEventListener('keydown', hear)
  return () => removeEventListener('keydown', hear)
}
