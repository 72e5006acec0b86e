import type { ComponentProps } from 'react'
import { useFieldAttributes } from './field-context.ts'

export type TextInputProps = ComponentProps<'input'>

export function TextInput({ className = '', type = 'text', ...native }: TextInputProps) {
  return <input {...useFieldAttributes()} {...native} type={type} className={`ui-input ${className}`} />
}
