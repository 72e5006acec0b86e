import { useState, type ReactNode } from 'react'
import { Button } from '../components/ui/Button.tsx'
import { Dialog } from '../components/ui/Dialog.tsx'
import { t } from '../components/ui/words.ts'
import type { Failure } from './call.ts'
import { FailureNotice } from './FailureNotice.tsx'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly title: string
  /** Words of the button that does it, and of the one that does not. */
  readonly confirm: string
  readonly keep?: string
  /** Answers null when it was done; the dialog then leaves closing to its owner. */
  readonly onConfirm: () => Promise<Failure | null>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, confirm, keep = t('cancel'), onConfirm, onClose, children } = props
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function act() {
    if (busy) return
    setBusy(true)
    setFailure(await onConfirm())
    setBusy(false)
  }

  return (
    <Dialog
      open={open}
      title={title}
      onClose={() => {
        setFailure(null)
        onClose()
      }}
      footer={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button variant="danger" busy={busy} onClick={() => void act()}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      {failure && <FailureNotice failure={failure} />}
    </Dialog>
  )
}
