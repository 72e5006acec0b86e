import type { ReactNode } from 'react'
import { consentAttribute } from './activation.ts'

/** Marks a control that consents to something: the gate lets only a deliberate, visible press reach it. */
export function Consent({ children }: { readonly children: ReactNode }) {
  return (
    <div className="panel-consent" {...{ [consentAttribute]: '' }}>
      {children}
    </div>
  )
}
