import type { ReactNode } from 'react'
import './notice.css'
import { Icon } from './Icon.tsx'
import type { IconName } from './Icon.tsx'
import { t } from './words.ts'

const icons = { info: 'info', warn: 'warning', error: 'error', ok: 'check' } as const satisfies Record<
  string,
  IconName
>

export interface NoticeProps {
  readonly kind: keyof typeof icons
  readonly title?: ReactNode
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** An error is announced at once, the others are not: place them inside a live region where a change must be heard. */
export function Notice({ kind, title, children, action }: NoticeProps) {
  return (
    <div className={`ui-notice ui-notice-${kind}`} {...(kind === 'error' ? { role: 'alert' } : {})}>
      <Icon name={icons[kind]} />
      <div className="ui-notice-body">
        <span className="ui-hidden">{t(`notice.${kind}`)}: </span>
        {title && <p className="ui-notice-title">{title}</p>}
        {children && <div>{children}</div>}
        {action && <div className="ui-notice-action">{action}</div>}
      </div>
    </div>
  )
}
