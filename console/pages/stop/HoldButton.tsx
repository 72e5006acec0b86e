import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Icon } from '../../../components/ui/Icon.tsx'
import { t } from '../../../components/ui/words.ts'

const holdMs = 1200

interface HoldButtonProps {
  readonly label: string
  readonly busy: boolean
  /** Held long enough: no further question. */
  readonly onHeld: () => void
  /** Pressed shortly, or by an assistive technology that cannot hold: asks first. */
  readonly onPressed: () => void
}

/** Acts when it is held down by pointer, Space or Enter, so that no slip of a hand stops a company. */
export function HoldButton({ label, busy, onHeld, onPressed }: HoldButtonProps) {
  const [isHeld, setHeld] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const wasHeld = useRef(false)
  useEffect(() => () => clear(timer.current), [])

  function begin() {
    if (busy || timer.current) return
    wasHeld.current = false
    setHeld(true)
    timer.current = setTimeout(() => {
      wasHeld.current = true
      end()
      onHeld()
    }, holdMs)
  }
  function end() {
    clear(timer.current)
    timer.current = null
    setHeld(false)
  }
  function keyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return
    // The browser would click at once for Enter; here a key is held as a pointer is.
    event.preventDefault()
    if (!event.repeat) begin()
  }
  function keyUp(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    const isShort = timer.current !== null
    end()
    if (isShort) onPressed()
  }

  return (
    <button
      type="button"
      className="stop-hold"
      data-held={isHeld || undefined}
      aria-busy={busy}
      aria-describedby="stop-hold-hint"
      onPointerDown={(event) => event.button === 0 && begin()}
      onPointerUp={end}
      onPointerLeave={end}
      onPointerCancel={end}
      onKeyDown={keyDown}
      onKeyUp={keyUp}
      onBlur={end}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => !wasHeld.current && !busy && onPressed()}
    >
      <span className="stop-hold-fill" aria-hidden="true" />
      <Icon name="pause" />
      <span>{isHeld ? t('stop.keep-holding') : label}</span>
    </button>
  )
}

function clear(timer: ReturnType<typeof setTimeout> | null): void {
  if (timer !== null) clearTimeout(timer)
}
