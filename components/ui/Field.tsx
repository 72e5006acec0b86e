import { useId } from 'react'
import type { ReactNode } from 'react'
import './field.css'
import { FieldContext } from './field-context.ts'
import { Icon } from './Icon.tsx'
import { t } from './words.ts'

export interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** A sentence that says what is wrong and what to do. */
  readonly error?: string | undefined
  readonly required?: boolean
  readonly optional?: boolean
  readonly children: ReactNode
}

/** Label, hint and error of one control; the control inside finds them by context. */
export function Field({ label, hint, error, required = false, optional = false, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="ui-field">
      <label className="ui-field-label" htmlFor={id}>
        {label}
        {optional && <span className="ui-field-mark"> ({t('optional')})</span>}
      </label>
      {hint && (
        <p className="ui-field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldContext value={{ id, describedBy: described || undefined, invalid: Boolean(error), required }}>
        {children}
      </FieldContext>
      {error && (
        <p className="ui-field-error" id={`${id}-error`} role="alert">
          <Icon name="error" />
          {error}
        </p>
      )}
    </div>
  )
}
