import type { ReactNode } from 'react'

interface PageHeadProps {
  readonly title: string
  readonly text?: ReactNode
  readonly actions?: ReactNode
}

export function PageHead({ title, text, actions }: PageHeadProps) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {text && <p className="page-head-text">{text}</p>}
      </div>
      {actions && <div className="page-head-actions">{actions}</div>}
    </header>
  )
}
