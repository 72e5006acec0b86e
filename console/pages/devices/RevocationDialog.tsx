import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { t } from '../../../components/ui/words.ts'
import type { Device } from '../../../protocol/http/devices.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'

interface RevocationDialogProps {
  readonly device: Device | null
  readonly onClose: () => void
  readonly onRevoked: () => void
}

export function RevocationDialog({ device, onClose, onRevoked }: RevocationDialogProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function revoke() {
    if (!device || busy) return
    setBusy(true)
    const answer = await client.revokeDevice(device.id)
    setBusy(false)
    setFailure(answer.ok ? null : answer.failure)
    if (answer.ok) onRevoked()
  }

  return (
    <Dialog
      open={device !== null}
      title={t('revoke.title')}
      onClose={() => {
        setFailure(null)
        onClose()
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="danger" busy={busy} onClick={() => void revoke()}>
            {t('revoke.confirm')}
          </Button>
        </>
      }
    >
      {device && <p>{t('revoke.text', { name: device.person.name, browser: device.browser })}</p>}
      {failure && <FailureNotice failure={failure} />}
    </Dialog>
  )
}
