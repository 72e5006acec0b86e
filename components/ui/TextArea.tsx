import type { ComponentProps } from 'react'
import { useFieldAttributes } from './field-context.ts'

export interface TextAreaProps extends ComponentProps<'textarea'> {
  /** For JSON and other text where every character counts. */
  readonly mono?: boolean
}

export function TextArea({ className = '', mono = false, rows = 3, ...native }: TextAreaProps) {
  return (
    <textarea
      {...useFieldAttributes()}
      {...native}
      rows={rows}
      className={`ui-input ${mono ? 'ui-input-mono' : ''} ${className}`}
      {...(mono ? { spellCheck: false } : {})}
    />
  )
}
