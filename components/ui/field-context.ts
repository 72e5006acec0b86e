import { createContext, useContext } from 'react'

/** How a control learns its label, hint and error from the `Field` around it. */
export interface FieldLink {
  readonly id: string
  readonly describedBy: string | undefined
  readonly invalid: boolean
  readonly required: boolean
}

export const FieldContext = createContext<FieldLink | null>(null)

/** Attributes for the control; a control outside a `Field` must bring its own label. */
export function useFieldAttributes() {
  const link = useContext(FieldContext)
  if (link === null) return {}
  return {
    id: link.id,
    'aria-describedby': link.describedBy,
    'aria-invalid': link.invalid || undefined,
    'aria-required': link.required || undefined,
  }
}
