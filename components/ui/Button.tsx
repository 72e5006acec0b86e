import type { ComponentProps } from 'react'
import './button.css'
import { Spinner } from './Spinner.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly size?: 'small' | 'medium'
  /** Shows a spinner and ignores presses; the button keeps its focus and its place. */
  readonly busy?: boolean
}

export function Button({ variant = 'secondary', size = 'medium', busy = false, ...rest }: ButtonProps) {
  const { children, className = '', onClick, type = 'button', ...native } = rest
  return (
    <button
      {...native}
      type={type}
      className={`ui-button ui-button-${variant} ui-button-${size} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || native['aria-disabled']}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}
