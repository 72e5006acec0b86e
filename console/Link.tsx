import type { MouseEvent, ReactNode } from 'react'
import { goTo } from './router.ts'

interface LinkProps {
  readonly to: string
  readonly className?: string
  readonly current?: boolean
  readonly children: ReactNode
}

/** A link inside the console. Held modifier keys and other buttons keep their native meaning (new tab, download). */
export function Link({ to, className, current, children }: LinkProps) {
  const open = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    goTo(to)
  }
  return (
    <a href={to} className={className} aria-current={current ? 'page' : undefined} onClick={open}>
      {children}
    </a>
  )
}
