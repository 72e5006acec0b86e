import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import './dialog.css'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { t } from './words.ts'

export interface DialogProps {
  readonly open: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly wide?: boolean
}

/** A modal dialog of the platform: it traps focus, closes on Escape and gives the focus back where it was. */
export function Dialog({ open, title, onClose, children, footer, wide = false }: DialogProps) {
  const id = useId()
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open && !element.current?.open) element.current?.showModal()
    if (!open && element.current?.open) element.current.close()
  }, [open])
  return (
    <dialog
      ref={element}
      className="ui-dialog"
      data-wide={wide || undefined}
      aria-labelledby={id}
      // The event comes later than the closing: whoever opened it again meanwhile wants it open.
      onClose={() => element.current?.open || onClose()}
    >
      {open && (
        <>
          <header className="ui-dialog-head">
            <h2 id={id}>{title}</h2>
            <Button
              variant="quiet"
              size="small"
              aria-label={t('close')}
              onClick={() => element.current?.close()}
            >
              <Icon name="close" />
            </Button>
          </header>
          <div className="ui-dialog-body">{children}</div>
          {footer && <footer className="ui-dialog-foot">{footer}</footer>}
        </>
      )}
    </dialog>
  )
}
