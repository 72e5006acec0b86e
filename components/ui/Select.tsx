import type { ComponentProps } from 'react'
import { useFieldAttributes } from './field-context.ts'
import { t } from './words.ts'

export interface SelectProps extends ComponentProps<'select'> {
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** An empty first choice with these words; true = "Choose". */
  readonly placeholder?: string | boolean
}

export function Select({ options, placeholder, className = '', ...native }: SelectProps) {
  return (
    <select {...useFieldAttributes()} {...native} className={`ui-input ${className}`}>
      {placeholder && <option value="">{placeholder === true ? t('choose') : placeholder}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
