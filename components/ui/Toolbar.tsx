import type { ReactNode } from 'react'
import './toolbar.css'

/** A row of controls; `end` is pushed to the other side. */
export function Toolbar({ children, end }: { readonly children?: ReactNode; readonly end?: ReactNode }) {
  return (
    <div className="ui-toolbar">
      <div className="ui-toolbar-group">{children}</div>
      {end && <div className="ui-toolbar-group">{end}</div>}
    </div>
  )
}
