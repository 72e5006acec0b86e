import { useId } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import './checkbox.css'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  readonly label: ReactNode
  readonly hint?: string | undefined
}

export function Checkbox({ label, hint, className = '', ...native }: CheckboxProps) {
  const id = useId()
  return (
    <div className={`ui-checkbox ${className}`}>
      <input id={id} {...native} type="checkbox" {...(hint ? { 'aria-describedby': `${id}-hint` } : {})} />
      <div>
        <label htmlFor={native.id ?? id}>{label}</label>
        {hint && (
          <p className="ui-checkbox-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
