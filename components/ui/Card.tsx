import { useId } from 'react'
import type { ReactNode } from 'react'
import './card.css'

export interface CardProps {
  readonly title?: ReactNode
  /** A line under the title. */
  readonly text?: ReactNode
  readonly actions?: ReactNode
  readonly children?: ReactNode
  /** Without inner space, for tables that reach the edge. */
  readonly flush?: boolean
}

export function Card({ title, text, actions, children, flush = false }: CardProps) {
  const id = useId()
  return (
    <section className="ui-card" {...(title ? { 'aria-labelledby': id } : {})}>
      {(title || actions) && (
        <header className="ui-card-head">
          <div>
            {title && <h2 id={id}>{title}</h2>}
            {text && <p className="ui-card-text">{text}</p>}
          </div>
          {actions && <div className="ui-card-actions">{actions}</div>}
        </header>
      )}
      {children && <div className={flush ? 'ui-card-flush' : 'ui-card-body'}>{children}</div>}
    </section>
  )
}
